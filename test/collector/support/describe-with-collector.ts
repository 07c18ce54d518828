import { describe } from 'vitest';
import { isCollectorBuilt } from './start-collector.ts';

const isRequired = process.env['CI'] === 'true' && process.env['npm_lifecycle_event'] === 'test:collector';
const isSkipped = !isRequired && !isCollectorBuilt();

/**
 * `describe` for tests of the real collector. Where `npm run collector:build` has not made it they are skipped, which
 * is said; `npm run test:collector` in CI runs them all the same and so fails.
 */
export const describeWithCollector = describe.skipIf(isSkipped);

if (isSkipped)
  console.warn('Skipped: the real collector is not built. "npm run collector:build" builds it and needs Go.');
