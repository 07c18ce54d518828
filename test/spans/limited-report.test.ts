import { diag } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLimitedReport } from '../../src/spans/limited-report.ts';
import type { LimitedReport } from '../../src/spans/limited-report.ts';

let lines: string[];
let nowMillis: number;
let report: LimitedReport;
const ignore = (): void => {};

beforeEach(() => {
  lines = [];
  nowMillis = 0;
  report = createLimitedReport(() => nowMillis);
  diag.setLogger({
    error: (line) => lines.push(line),
    warn: (line) => lines.push(line),
    info: ignore,
    debug: ignore,
    verbose: ignore,
  });
});
afterEach(() => diag.disable());

test('a sentence is said once a minute, then with the count of what was held back', () => {
  for (; nowMillis <= 60_000; nowMillis += 20_000) report('warn', 'S.');
  expect(lines).toEqual(['S.', 'S. (And 2 more like this before.)']);
});

test('sentences under one key count together; different keys do not', () => {
  report('warn', 'One.', 'key');
  report('error', 'Two.', 'key');
  report('warn', 'Three.', 'other');
  expect(lines).toEqual(['One.', 'Three.']);
});

test('ever new sentences do not fill the memory; all of them are said', () => {
  for (let index = 0; index < 5_000; index += 1) report('warn', `S${index}.`);
  expect(lines).toHaveLength(5_000);
});
