/** Builds the real collector that the tests of test/collector run. `npm run collector:build`. */
import { buildCollector } from './build-collector.ts';
import { collectorCache, collectorManifest } from './location.ts';

const started = Date.now();
const { outcome, message, exitCode } = buildCollector({
  manifest: collectorManifest,
  cache: collectorCache,
  env: process.env,
});
console.log(message);
if (outcome === 'built') console.log(`It took ${Math.round((Date.now() - started) / 1000)} s.`);
process.exitCode = exitCode;
