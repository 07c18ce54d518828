import { expect, test } from 'vitest';
import { createDerivedIds } from '../../src/local/derived-ids.ts';

const TRACE_ID = 'ab'.repeat(16);

function drawThree(traceId: string, spanId: string): readonly string[] {
  const ids = createDerivedIds();
  ids.startSpan(traceId, spanId);
  return [ids.newId(), ids.newId(), ids.newId()];
}

test('each id is 16 hex digits and another one', () => {
  const drawn = [...drawThree(TRACE_ID, 'cd'.repeat(8)), ...drawThree(TRACE_ID, 'ef'.repeat(8))];
  for (const id of drawn) expect(id).toMatch(/^[\da-f]{16}$/);
  expect(new Set(drawn).size).toBe(6);
});

test('a span that comes again gets the same ids, whatever came between', () => {
  const ids = createDerivedIds();
  ids.startSpan(TRACE_ID, 'a');
  const first = [ids.newId(), ids.newId()];
  ids.startSpan(TRACE_ID, 'b');
  ids.newId();
  ids.startSpan(TRACE_ID, 'a');
  expect([ids.newId(), ids.newId()]).toEqual(first);
});
