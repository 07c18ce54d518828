import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadySpans } from '../../src/exporter/ready-spans.ts';
import { type SpanBatch, SpanQueue } from '../../src/exporter/span-queue.ts';
import { endedSpan, endedSpans } from './ended-spans.ts';

function toReady(spans: readonly ReadableSpan[]): ReadySpans {
  const bytes = Buffer.from(spans.map(({ name }) => `${name} `).join(''));
  return {
    count: spans.length,
    encoded: [{ ...spans[0]!, scope: { name: '' }, bytes }],
    withheldCount: 0,
    reason: undefined,
  };
}

function namesOf({ ready, spans }: SpanBatch): string[] {
  const early = ready.flatMap(({ encoded }) =>
    Buffer.concat(encoded.map(({ bytes }) => bytes))
      .toString()
      .trim()
      .split(' '),
  );
  return [...early, ...spans.map(({ name }) => name)];
}

test('whatever is made ready and taken when, every span leaves once and in its order', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), count: fc.nat({ max: 9 }) }),
    fc.record({ kind: fc.constant('make ready' as const), count: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('take' as const), count: fc.integer({ min: 4, max: 9 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const spans = endedSpans(100);
      const queue = new SpanQueue();
      const left: string[] = [];
      let added = 0;
      const take = (size: number): void => {
        const batch = queue.take(size);
        expect(batch.count).toBeLessThanOrEqual(size);
        expect(namesOf(batch)).toHaveLength(batch.count);
        left.push(...namesOf(batch));
      };
      for (const { kind, count } of steps) {
        if (kind === 'add') for (const span of spans.slice(added, (added += count))) queue.add(span);
        else if (kind === 'take') take(count);
        else {
          const unready = queue.unready(count);
          if (unready.length > 0) queue.replace(toReady(unready));
        }
        expect(queue.length + queue.taken).toBe(Math.min(added, 100));
      }
      while (queue.length > 0) take(9);
      expect(left).toEqual(spans.slice(0, added).map(({ name }) => name));
    }),
  );
});

test('spans whose resource is not known yet are not to be made ready', () => {
  const resource = { asyncAttributesPending: true };
  const queue = new SpanQueue();
  queue.add(endedSpan());
  queue.add(Object.assign(Object.create(endedSpan()) as ReadableSpan, { resource }));
  expect(queue.unready(1)).toHaveLength(1);
  expect(queue.unready(2)).toEqual([]);
  expect(queue.take(4)).toMatchObject({ count: 2 });
});

test('spans that are discarded have left', () => {
  const queue = new SpanQueue();
  for (const span of endedSpans(5)) queue.add(span);
  queue.discard(2);
  expect({ length: queue.length, taken: queue.taken, left: namesOf(queue.take(9)) }).toEqual({
    length: 3,
    taken: 2,
    left: ['span-2', 'span-3', 'span-4'],
  });
});
