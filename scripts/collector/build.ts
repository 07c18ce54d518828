/**
 * Builds the real collector that the tests of test/collector run. `npm run collector:build`; with `-- --real` from the
 * real modules alone, where the Go module proxy serves all of them.
 */
import { parseArgs } from 'node:util';
import { buildCollector } from './build-collector.ts';
import { collectorCache, collectorManifest } from './location.ts';
import { standIns } from './stand-ins.ts';

const { values } = parseArgs({ options: { real: { type: 'boolean', default: false } } });
const started = Date.now();
const { outcome, message, exitCode } = buildCollector({
  manifest: collectorManifest,
  standIns: values.real ? [] : standIns,
  cache: collectorCache,
  env: process.env,
});
console.log(message);
if (outcome === 'built') console.log(`It took ${Math.round((Date.now() - started) / 1000)} s.`);
process.exitCode = exitCode;
