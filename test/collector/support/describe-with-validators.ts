import { describe } from 'vitest';
import { areValidatorsInstalled } from '../../../scripts/validators/location.ts';

const isSkipped = process.env['CI'] !== 'true' && !areValidatorsInstalled();

/**
 * `describe` for tests that hold deployment files to published schemas, or run the AWS CLI. Where `npm run validators` has not installed
 * the tools they are skipped, which is said; in CI they run all the same and so fail.
 */
export const describeWithValidators = describe.skipIf(isSkipped);

if (isSkipped)
  console.warn('Skipped: "npm run validators" installs the AWS CLI and what deployment files are checked with.');
