/**
 * Runs every fault in full length with every configuration, and the load, and writes both into collector/README.md.
 * Ends with 1 when durable.yaml lost a span. `npm run test:faults`; takes some ten minutes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { COLLECTOR_FOLDER } from '../../support/configurations.ts';
import { measureLoad } from './measure-load.ts';
import { describeLoad, replaceSection, toTable } from './outcome-table.ts';
import { nameOf, type Outcome, runScenario, SCENARIOS } from './scenarios.ts';
import { SUBJECTS } from './subject.ts';

/** Of the load. */
const SPANS_PER_SECOND = 5000;
const SPANS = 300_000;

const lengthen = (fullMillis: number): number => fullMillis;
const outcomes = new Map<string, Record<string, Outcome>>();
for (const scenario of SCENARIOS) {
  const title = nameOf(scenario, lengthen);
  // At once: each has an X-Ray of its own.
  const results = await Promise.all(
    Object.entries(SUBJECTS).map(async ([name, config]) => {
      // The queue waits up to 30 s before it tries again.
      const quietMillis = name === 'durable.yaml' ? 50_000 : 12_000;
      return [name, await runScenario(scenario, { config, lengthen, quietMillis })] as const;
    }),
  );
  outcomes.set(title, Object.fromEntries(results));
  console.log(toTable(new Map([[title, Object.fromEntries(results)]])));
}
const load = await measureLoad(SUBJECTS['durable.yaml'] ?? '', SPANS_PER_SECOND, SPANS);
console.log(describeLoad(load));
const readme = path.join(COLLECTOR_FOLDER, 'README.md');
const withFaults = replaceSection(readFileSync(readme, 'utf8'), 'faults', toTable(outcomes));
writeFileSync(readme, replaceSection(withFaults, 'load', describeLoad(load)));
const lostInFaults = [...outcomes.values()].reduce((sum, byName) => sum + (byName['durable.yaml']?.lost ?? 0), 0);
const lost = lostInFaults + load.sent - load.recorded;
console.log(`durable.yaml lost ${lost} spans.`);
process.exitCode = lost === 0 ? 0 : 1;
