import { describe, expect, test } from 'vitest';
import { type Drop, translateSpans } from '../../src/local/translate-spans.ts';
import { type SampleSpan, sampleSpan } from './sample-span.ts';

const SPAN_ID = 'a'.repeat(16);

function translateAll(...spans: readonly SampleSpan[]) {
  const drops: Drop[] = [];
  const documents = translateSpans(
    spans.map((span) => sampleSpan(span)),
    (drop) => drops.push(drop),
  );
  return { documents, drops };
}

describe('spans become documents', () => {
  test('as the exporter with its default configuration makes them: nothing is indexed but what the span lists', () => {
    const attributes = { listed: 'a', other: 'b', 'aws.xray.annotations': ['listed'] };
    const { documents } = translateAll({ spanId: SPAN_ID, attributes, service: 'shop' });
    expect(documents).toMatchObject([
      {
        trace_id: '1-5759e988-bd862e3fe1be46a994272793',
        id: SPAN_ID,
        annotations: { listed: 'a' },
        metadata: { default: { other: 'b', 'otel.resource.service.name': 'shop' } },
      },
    ]);
  });

  test('a call that is marked as a root is two, and both stay the same when it is sent again', () => {
    const call = { spanId: SPAN_ID, kind: 'client', attributes: { 'aws.span.kind': 'LOCAL_ROOT' } } as const;
    const events = ['A', 'B'].map((type) => ({
      name: 'exception',
      timeUnixNano: 0n,
      attributes: { 'exception.type': type },
    }));
    const { documents } = translateAll({ ...call, events });
    expect(documents).toHaveLength(2);
    expect(translateAll({ ...call, events }).documents).toEqual(documents);
    const ids = JSON.stringify(documents).match(/"id":"[\da-f]{16}"/g);
    expect(new Set(ids).size).toBe(6);
  });
});

test('a span that the exporter would drop is told with the reason, and the others are not hurt', () => {
  const broken = sampleSpan({ spanId: SPAN_ID, attributes: { ratio: NaN } });
  const drops: Drop[] = [];
  const documents = translateSpans([broken, sampleSpan({ spanId: 'b'.repeat(16) })], (drop) => drops.push(drop));
  expect(documents.map(({ id }) => id)).toEqual(['b'.repeat(16)]);
  expect(drops).toEqual([{ span: broken, reason: 'not-finite' }]);
});
