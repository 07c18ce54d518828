import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { correlationOf, runFixture } from './run-fixture.ts';

describe.each(['plain', 'named', 'child'])('a %s pino logger', (mode) => {
  test('writes the trace id in X-Ray form and the span id inside a trace, and nothing outside', () => {
    const output = runFixture('pino-app.mjs', [mode]);
    const [outside, inside] = output.records;
    expect(inside).toMatchObject({ msg: 'inside', a: 1, ...correlationOf(output), trace_flags: '01' });
    expect(inside?.['trace_id']).toMatch(/^1-[\da-f]{8}-[\da-f]{24}$/);
    expect(outside).toMatchObject({ msg: 'outside' });
    for (const key of ['trace_id', 'span_id', 'trace_flags']) expect(outside).not.toHaveProperty(key);
  });
});

test('an unsampled trace is named too', () => {
  const output = runFixture('pino-app.mjs', ['plain', '--unsampled']);
  expect(output.records[1]).toMatchObject({ ...correlationOf(output), trace_flags: '00' });
});

test('a trace id that the application puts into its record stays', () => {
  expect(runFixture('pino-app.mjs', ['plain']).records[2]).toMatchObject({ trace_id: 'from the record' });
});

test('the mixin of the application keeps working and wins', () => {
  const mixed = runFixture('pino-app.mjs', ['mixin']);
  expect(mixed.records[0]).toMatchObject({ mixed: 'undefined:30' });
  expect(mixed.records[1]).toMatchObject({ mixed: '1:30', ...correlationOf(mixed) });
  expect(runFixture('pino-app.mjs', ['ownTraceId']).records[1]).toMatchObject({ trace_id: 'own' });
});

describe('a transport in a worker thread', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'otel-xray-pino-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('receives the finished records', () => {
    const file = join(folder, 'app.log');
    const output = runFixture('pino-app.mjs', ['transport', file]);
    expect(output.records).toEqual([]);
    const written = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(written).toHaveLength(3);
    expect(written[1]).toMatchObject({ msg: 'inside', ...correlationOf(output) });
  });
});
