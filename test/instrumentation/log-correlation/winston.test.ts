import { describe, expect, test } from 'vitest';
import { correlationOf, runFixture } from './run-fixture.ts';

describe.each(['plain', 'child'])('a %s winston logger', (mode) => {
  test('writes the trace id in X-Ray form and the span id inside a trace, and nothing outside', () => {
    const output = runFixture('winston-app.mjs', [mode]);
    const [outside, inside] = output.records;
    expect(inside).toMatchObject({ message: 'inside', a: 1, ...correlationOf(output), trace_flags: '01' });
    expect(inside?.['trace_id']).toMatch(/^1-[\da-f]{8}-[\da-f]{24}$/);
    expect(outside).toMatchObject({ message: 'outside' });
    for (const key of ['trace_id', 'span_id', 'trace_flags']) expect(outside).not.toHaveProperty(key);
  });

  test('gets no transport that it was not given', () => {
    expect(runFixture('winston-app.mjs', [mode]).report['transports']).toEqual(['console']);
  });
});

test('the formats of the application see the fields', () => {
  const output = runFixture('winston-app.mjs', ['format']);
  expect(output.records).toEqual([
    { message: 'outside', seen: 'none' },
    { message: 'inside', seen: correlationOf(output)['trace_id'] },
  ]);
});
