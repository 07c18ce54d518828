/**
 * Simulates one hour of a fleet and writes the table into docs/sampling.md: `npm run bench:sampling`. Fails where a
 * rule is more than two percent from its mathematical expectation.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { measureDecisions } from './decision-time.ts';
import { ONE_HOUR } from './one-hour.ts';
import { deviationPercent, renderResult } from './render-result.ts';
import { simulateFleet } from './simulate-fleet.ts';

const MAX_DEVIATION_PERCENT = 2;
const page = path.resolve(import.meta.dirname, '../../docs/sampling.md');

const { repeatedNanos, newNanos } = measureDecisions();
const result = await simulateFleet(ONE_HOUR);
const nanos = (value: number): string => (value / 1000).toFixed(2);
const text = `${renderResult(result, ONE_HOUR)}
- One decision with 25 rules: ${nanos(repeatedNanos)} µs on a route that was asked for before, ${nanos(newNanos)} µs on a new one (Node ${process.versions.node}, two shared cores).`;
console.log(text);

const [before, rest] = readFileSync(page, 'utf8').split('<!-- simulation -->\n');
const after = rest?.split('<!-- end of simulation -->')[1];
if (before === undefined || after === undefined) throw new Error(`"${page}" has no place for the simulation.`);
writeFileSync(page, `${before}<!-- simulation -->\n${text}\n<!-- end of simulation -->${after}`);

const isClose = [...result.rules, result.byDefault].every(
  (rule) => Math.abs(deviationPercent(rule)) <= MAX_DEVIATION_PERCENT,
);
const isExact = result.missing === 0 && result.rules.every(({ wrong }) => wrong === 0) && result.problems.length === 0;
for (const problem of result.problems) console.error(problem);
process.exitCode = isClose && isExact ? 0 : 1;
