import { describe } from 'vitest';
import { isCollectorBuilt } from './start-collector.ts';

const isSkipped = process.env['CI'] !== 'true' && !isCollectorBuilt();

/**
 * `describe` for tests of the real collector. Where `npm run collector:build` has not made it they are skipped, which
 * is said; in CI they run all the same and so fail.
 */
export const describeWithCollector = describe.skipIf(isSkipped);

if (isSkipped)
  console.warn('Skipped: the real collector is not built. "npm run collector:build" builds it and needs Go.');
