import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { measureDecisions } from '../../bench/sampling/decision-time.ts';
import { ONE_HOUR } from '../../bench/sampling/one-hour.ts';
import { deviationPercent, renderResult } from '../../bench/sampling/render-result.ts';
import { simulateFleet } from '../../bench/sampling/simulate-fleet.ts';

// The hour of docs/sampling.md in short; `npm run bench:sampling` runs all of it.
const options = {
  ...ONE_HOUR,
  processes: 8,
  seconds: 400,
  outages: [
    { fromSeconds: 0, toSeconds: 15, kind: 'refuse' },
    { fromSeconds: 60, toSeconds: 90, kind: 'hang' },
    { fromSeconds: 120, toSeconds: 140, kind: 'drop' },
    { fromSeconds: 250, toSeconds: 300, kind: 'refuse' },
  ],
  deployment: { fromSeconds: 160, toSeconds: 200 },
  crashEverySeconds: 400,
  burstEverySeconds: 100,
  ruleChangeSeconds: 330,
} as const;

test('a fleet samples what X-Ray expects, through outages, restarts and bursts', { timeout: 120_000 }, async () => {
  const result = await simulateFleet(options);
  for (const rule of result.rules) {
    expect(Math.abs(rule.sampled - rule.expected)).toBeLessThanOrEqual(5 * Math.sqrt(rule.variance));
    expect(rule.wrong).toBe(0);
  }
  expect(result.rules.find(({ rule }) => rule.RuleName === 'payments')?.requests).toBe(0);
  expect(result.problems).toEqual([]);
  expect(result.missing).toBe(0);
  expect(result.restarts).toBeGreaterThanOrEqual(options.processes);
  expect(result.reported / result.decided).toBeGreaterThan(0.8);
  expect(result.serviceRequests.perSecondMean).toBeLessThan(options.processes / 7);
  expect(renderResult(result, options)).toMatch(/^\| Rule .+\n\| -+ .+\n(\| .+\n){10}\n- Decisions/);
});

test('the table in docs/sampling.md is within 2 % of expectation', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/sampling.md'), 'utf8');
  const rows = [...page.matchAll(/^\| \S.*\| +([+−]\d+\.\d+) % \|/gm)];
  expect(rows.length).toBeGreaterThanOrEqual(9);
  for (const [, deviation = ''] of rows) expect(Number(deviation.slice(1))).toBeLessThanOrEqual(2);
  expect(page).toContain('; 0 of them differ from a second implementation');
  expect(page).toContain(' 0 requests were lost or told twice.');
});

test('a deviation is told for nothing, too', () => {
  expect(deviationPercent({ sampled: 0, expected: 0 })).toBe(0);
  expect(deviationPercent({ sampled: 1, expected: 0 })).toBe(Infinity);
  expect(deviationPercent({ sampled: 98, expected: 100 })).toBeCloseTo(-2);
});

test('decisions can be measured, and a known route costs less than a new one', () => {
  const { repeatedNanos, newNanos } = measureDecisions();
  expect(repeatedNanos).toBeGreaterThan(0);
  expect(newNanos).toBeGreaterThan(0);
});
