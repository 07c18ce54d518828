import type { HrTime } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { describe, expect, it } from 'vitest';
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { enriched, onlyDocument } from './documents.ts';

const file: SpanFile = {
  name: 'work',
  kind: 'INTERNAL',
  parent: 'local',
  scope: 'shop',
  attributes: {},
  events: [{ name: 'exception', attributes: { 'exception.message': 'm' } }],
};
const good: HrTime = [1_700_000_000, 5];

describe('times', () => {
  it.each<[HrTime, HrTime, number, number]>([
    [good, [1_700_000_001, 0], 1_700_000_000, 1_700_000_001],
    [[Number.NaN, Number.NaN], good, 1_700_000_000, 1_700_000_000],
    [good, [Number.NaN, Number.NaN], 1_700_000_000, 1_700_000_000],
    [[Number.NaN, 0], [Infinity, 0], 0, 0],
    [[-5, 0], good, 1_700_000_000, 1_700_000_000],
    [[-5, -7], [-4, -7], 0, 0],
    [good, [1_600_000_000, 0], 1_700_000_000, 1_700_000_000],
    [[1e12, 0], [1e12, 0], 18_446_744_072, 18_446_744_072],
    [[1_700_000_000, 1e9], [1_700_000_001, 1e9], 1_700_000_001, 1_700_000_002],
    [[1_700_000_000, 1e9], [1_700_000_000, 999_999_999], 1_700_000_001, 1_700_000_001],
    ['never' as never, null as never, 0, 0],
  ])('from %j to %j are ones that X-Ray can read', (startTime, endTime, start, end) => {
    const span = enriched({ ...toSpan(file), startTime, endTime }, { mode: 'off' });
    expect(() => ProtobufTraceSerializer.serializeRequest([span])).not.toThrow();
    expect(() => JsonTraceSerializer.serializeRequest([span])).not.toThrow();
    const document = onlyDocument({ ...toSpan(file), startTime, endTime });
    expect(Math.floor(document.start_time)).toBe(start);
    expect(Math.floor(document.end_time)).toBe(end);
  });

  it('of events that are none become the end of the span', () => {
    const span = { ...toSpan(file), events: [{ name: 'exception', time: [Number.NaN, Number.NaN] as HrTime }] };
    const sent = enriched(span);
    expect(sent.events[0]?.time).toEqual(span.endTime);
    expect(() => JsonTraceSerializer.serializeRequest([sent])).not.toThrow();
  });
});
