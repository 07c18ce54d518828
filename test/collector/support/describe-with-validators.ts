import { describe } from 'vitest';
import { areValidatorsInstalled } from '../../../scripts/validators/location.ts';

const isRequired = process.env['CI'] === 'true' && process.env['npm_lifecycle_event'] === 'test:collector';
const isSkipped = !isRequired && !areValidatorsInstalled();

/**
 * `describe` for tests that hold deployment files to published schemas. Where `npm run validators` has not installed
 * the tools they are skipped, which is said; `npm run test:collector` in CI runs them all the same and so fails.
 */
export const describeWithValidators = describe.skipIf(isSkipped);

if (isSkipped) console.warn('Skipped: "npm run validators" installs what deployment files are checked with.');
