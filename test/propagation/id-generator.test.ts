import { expect, test } from 'vitest';
import { createXRayIdGenerator } from '../../src/propagation/id-generator.ts';

const TRACE_ID = '5759e988bd862e3fe1be46a994272793';

test('a trace id begins with the time', () => {
  const before = Math.floor(Date.now() / 1000);
  const traceId = createXRayIdGenerator().generateTraceId();
  const seconds = Number.parseInt(traceId.slice(0, 8), 16);
  expect(traceId).toMatch(/^[\da-f]{32}$/);
  expect(seconds).toBeGreaterThanOrEqual(before);
  expect(seconds).toBeLessThanOrEqual(Math.floor(Date.now() / 1000));
});

test('a span id is sixteen digits', () => {
  expect(createXRayIdGenerator().generateSpanId()).toMatch(/^[\da-f]{16}$/);
});

test('a given trace id is used once', () => {
  const generator = createXRayIdGenerator();
  const ids = generator.startWithTraceId(TRACE_ID, () => [generator.generateTraceId(), generator.generateTraceId()]);
  expect(ids[0]).toBe(TRACE_ID);
  expect(ids[1]).not.toBe(TRACE_ID);
});

test('a given trace id that nobody asked for is forgotten, also after an error', () => {
  const generator = createXRayIdGenerator();
  generator.startWithTraceId(TRACE_ID, () => {});
  expect(generator.generateTraceId()).not.toBe(TRACE_ID);
  expect(() =>
    generator.startWithTraceId(TRACE_ID, () => {
      throw new Error('theirs');
    }),
  ).toThrow('theirs');
  expect(generator.generateTraceId()).not.toBe(TRACE_ID);
});
