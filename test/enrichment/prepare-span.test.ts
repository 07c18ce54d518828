import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { createPrepare } from '../../src/enrichment/index.ts';
import { settings } from './documents.ts';
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import recorded from './recorded/spans.json' with { type: 'json' };

const call = toSpan((recorded as unknown as Readonly<Record<string, SpanFile>>)['http 200: client']!);

function oversized(): ReadableSpan {
  const keys = Array.from({ length: 5000 }, (_, index) => `annotation_${index}`);
  return {
    ...call,
    attributes: { ...Object.fromEntries(keys.map((key) => [key, 'x'.repeat(50)])), 'aws.xray.annotations': keys },
  };
}

describe('a span that is prepared', () => {
  it('is an enriched copy, and stays as it is itself', () => {
    expect(createPrepare(settings())(call)).toMatchObject({ attributes: { 'peer.service': '127.0.0.1:8080' } });
    expect(call.attributes).not.toHaveProperty('peer.service');
  });

  it('has all that an exporter reads', () => {
    const sent = createPrepare(settings())(call) as ReadableSpan;
    expect(sent.spanContext()).toEqual(call.spanContext());
    expect(sent.parentSpanContext).toEqual(call.parentSpanContext);
    expect(sent.instrumentationScope).toBe(call.instrumentationScope);
    expect([
      sent.duration,
      sent.ended,
      sent.droppedAttributesCount,
      sent.droppedEventsCount,
      sent.droppedLinksCount,
    ]).toEqual([call.duration, true, 0, 0, 0]);
  });

  it('is withheld where X-Ray would refuse its document', () => {
    expect(createPrepare(settings())(oversized())).toBe('segment documents over 64 KB');
  });

  it('is withheld where it cannot be read', () => {
    const broken = {
      ...call,
      get attributes(): never {
        throw new Error('no');
      },
    } as unknown as ReadableSpan;
    const prepare = createPrepare(settings());
    expect(prepare(broken)).toBe('unreadable spans');
    expect(prepare({} as ReadableSpan)).toBe('unreadable spans');
  });
});
