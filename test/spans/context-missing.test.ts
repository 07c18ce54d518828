import { context, trace } from '@opentelemetry/api';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  annotate,
  capture,
  configureSpans,
  markError,
  markFault,
  markThrottle,
  metadata,
  recordException,
  setSegmentName,
  setUser,
  withSegment,
} from '../../src/spans/index.ts';
import { passMillis, startTracing, stopTracing } from './tracing.ts';
import type { Tracing } from './tracing.ts';

let tracing: Tracing;
beforeEach(() => {
  tracing = startTracing();
});
afterEach(stopTracing);

const HELPERS: readonly [string, () => void][] = [
  ['annotate', () => annotate('key', 'value')],
  ['capture', () => capture('block', () => {})],
  ['markError', () => markError()],
  ['markFault', () => markFault()],
  ['markThrottle', () => markThrottle()],
  ['metadata', () => metadata('key', 'value')],
  ['recordException', () => recordException(new Error('x'))],
  ['setSegmentName', () => setSegmentName('name')],
  ['setUser', () => setUser('alice')],
];

describe.each(HELPERS)('%s without an active segment', (name, call) => {
  test('LOG_ERROR says one line a minute and counts the rest', () => {
    for (let index = 0; index < 5; index += 1) call();
    passMillis(59_000);
    call();
    passMillis(2_000);
    call();
    const sentence = `error: "${name}" was called without an active segment; expected a call inside a request or "withSegment". `;
    expect(tracing.lines).toHaveLength(2);
    expect(tracing.lines[0]?.startsWith(sentence)).toBe(true);
    expect(tracing.lines[0]).not.toContain('more like this');
    expect(tracing.lines[1]?.startsWith(sentence)).toBe(true);
    expect(tracing.lines[1]).toContain('(And 5 more like this before.)');
  });

  test('RUNTIME_ERROR throws', () => {
    configureSpans({ contextMissing: 'RUNTIME_ERROR' });
    expect(call).toThrow(`"${name}" was called without an active segment`);
    expect(tracing.lines).toEqual([]);
  });

  test('IGNORE_ERROR is silent', () => {
    configureSpans({ contextMissing: 'IGNORE_ERROR' });
    call();
    expect(tracing.lines).toEqual([]);
  });

  test('an unsampled segment is one, and nothing is said', () => {
    stopTracing();
    tracing = startTracing({ sampler: new AlwaysOffSampler() });
    configureSpans({ contextMissing: 'RUNTIME_ERROR' });
    withSegment('worker', call);
    expect(tracing.lines).toEqual([]);
  });

  test('where no SDK is registered nothing is said or thrown', () => {
    stopTracing();
    expect(call).not.toThrow();
  });
});

test('a span of another process is no active segment to write to', () => {
  const remote = {
    traceId: '5759e988bd862e3fe1be46a994272793',
    spanId: '53995c3f42cd8ad8',
    traceFlags: 1,
    isRemote: true,
  };
  context.with(trace.setSpanContext(context.active(), remote), () => annotate('key', 1));
  expect(tracing.lines).toHaveLength(1);
  expect(tracing.lines[0]).toContain('"annotate" was called without an active segment');
});

test('each helper has its own line', () => {
  for (const [, call] of HELPERS) call();
  expect(tracing.lines).toHaveLength(HELPERS.length);
});
