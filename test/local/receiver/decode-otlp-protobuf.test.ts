import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_MESSAGE_DEPTH } from '../../../src/local/receiver/decode-limits.ts';
import { decodeOtlpJson } from '../../../src/local/receiver/decode-otlp-json.ts';
import { decodeOtlpProtobuf } from '../../../src/local/receiver/decode-otlp-protobuf.ts';
import { recordSampleSpans } from './sample-spans.ts';

const TRACE_ID = [0x0a, 16, ...Array<number>(16).fill(0xab)];
const SPAN_ID = [0x12, 8, ...Array<number>(8).fill(0xcd)];

function message(field: number, content: readonly number[]): number[] {
  const length = content.length < 128 ? [content.length] : [(content.length & 127) | 128, content.length >> 7];
  return [(field << 3) | 2, ...length, ...content];
}

function requestWithSpan(span: readonly number[]): Uint8Array {
  return Uint8Array.from(message(1, message(2, message(2, span))));
}

async function serializeSample(): Promise<Uint8Array> {
  const bytes = ProtobufTraceSerializer.serializeRequest(await recordSampleSpans());
  if (bytes === undefined) throw new Error('nothing serialized');
  return bytes;
}

function decodeOne(bytes: Uint8Array) {
  const result = decodeOtlpProtobuf(bytes);
  if (!result.ok) throw new Error(result.reason);
  const [span] = result.spans;
  if (span === undefined) throw new Error('no span');
  return span;
}

describe('what OpenTelemetry writes is read', () => {
  test('every part of a span arrives', async () => {
    const result = decodeOtlpProtobuf(await serializeSample());
    expect(result.ok && result.rejectedSpans).toBe(0);
    const [client, server] = result.ok ? result.spans : [];
    expect(server).toMatchObject({
      name: 'GET /orders/:id',
      kind: 'server',
      startTimeUnixNano: 1_700_000_000_123_456_789n,
      endTimeUnixNano: 1_700_000_001_000_000_000n,
      events: [{ name: 'exception', timeUnixNano: 1_700_000_000_000_000_005n }],
      links: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16), attributes: { reason: 'batch' } }],
      status: { code: 'error', message: 'it broke' },
      scope: { name: 'test-scope', version: '1.2.3' },
    });
    expect(server?.resource.attributes['service.name']).toBe('shop');
    expect({ ...server?.attributes }).toMatchObject({
      text: 'grüße ✓',
      yes: true,
      no: false,
      count: 42n,
      negative: -7n,
      beyond: 2n ** 60n,
      ratio: 0.25,
      list: ['a', 'b'],
      numbers: [1n, 2.5],
    });
    expect(server).not.toHaveProperty('parentSpanId');
    expect(client).toMatchObject({ kind: 'client', parentSpanId: server?.spanId, parentIsRemote: false });
    expect(client?.resource).toBe(server?.resource);
  });

  test('protobuf and JSON of the same spans give the same records', async () => {
    const json = JsonTraceSerializer.serializeRequest(await recordSampleSpans());
    const fromJson = decodeOtlpJson(json ?? new Uint8Array());
    const fromProtobuf = decodeOtlpProtobuf(await serializeSample());
    const comparable = (result: typeof fromJson) =>
      result.ok &&
      // Ids and the client span's times differ between the two recordings.
      result.spans.map(({ name, kind, attributes, events, links, status, scope }) => ({
        name,
        kind,
        events,
        links,
        status,
        scope,
        // OTLP's JSON of JavaScript writes integers beyond 2^53 as numbers.
        attributes: { ...attributes, beyond: 0 },
      }));
    expect(comparable(fromJson)).toEqual(comparable(fromProtobuf));
  });

  test('an empty request is a request without spans', () => {
    expect(decodeOtlpProtobuf(new Uint8Array())).toEqual({ ok: true, spans: [], rejectedSpans: 0 });
  });
});

describe('what the format allows is read', () => {
  test('a resource and a scope that follow their spans still belong to them', () => {
    const span = message(2, [...TRACE_ID, ...SPAN_ID]);
    const scope = message(1, message(1, [...Buffer.from('late')]));
    const attribute = [...message(1, [...Buffer.from('k')]), ...message(2, [0x10, 1])];
    const resource = message(1, message(1, attribute));
    const record = decodeOne(Uint8Array.from(message(1, [...message(2, [...span, ...scope]), ...resource])));
    expect(record.scope.name).toBe('late');
    expect(record.resource.attributes['k']).toBe(true);
  });

  test('fields that are not known are skipped, whatever their type', () => {
    const unknown = [
      0xa0,
      0x06,
      0x96,
      0x01,
      0xa1,
      0x06,
      ...Array<number>(8).fill(1),
      0xa5,
      0x06,
      1,
      2,
      3,
      4,
      0xa2,
      0x06,
      1,
      9,
    ];
    const name = message(5, [...Buffer.from('named')]);
    expect(decodeOne(requestWithSpan([...unknown, ...TRACE_ID, ...SPAN_ID, ...name])).name).toBe('named');
  });

  test('kinds and status codes from the future do not hurt', () => {
    const span = decodeOne(requestWithSpan([...TRACE_ID, ...SPAN_ID, 0x30, 99, ...message(15, [0x18, 99])]));
    expect(span).toMatchObject({ kind: 'unspecified', status: { code: 'unset' } });
  });

  test('a span whose ids are no ids is left out and counted', () => {
    const zeroTraceId = [0x0a, 16, ...Array<number>(16).fill(0)];
    const shortSpanId = [0x12, 4, 1, 2, 3, 4];
    expect(decodeOtlpProtobuf(requestWithSpan([...zeroTraceId, ...SPAN_ID]))).toEqual({
      ok: true,
      spans: [],
      rejectedSpans: 1,
    });
    expect(decodeOtlpProtobuf(requestWithSpan([...TRACE_ID, ...shortSpanId]))).toEqual({
      ok: true,
      spans: [],
      rejectedSpans: 1,
    });
  });

  test('any key is an ordinary key', () => {
    const attribute = message(9, [
      ...message(1, [...Buffer.from('__proto__')]),
      ...message(2, message(1, [...Buffer.from('x')])),
    ]);
    const span = decodeOne(requestWithSpan([...TRACE_ID, ...SPAN_ID, ...attribute]));
    expect(Object.entries(span.attributes)).toEqual([['__proto__', 'x']]);
  });
});

describe('what is malformed is refused with a reason', () => {
  test.each([
    ['a field that runs over the end', [0x0a, 5, 1]],
    ['a number without an end', [0x80, 0x80]],
    ['a number of eleven bytes', [...Array<number>(11).fill(0x80), 1]],
    ['a field numbered 0', [0x00, 1]],
    ['a group', [0x0b]],
    ['a string where a number is expected', [...message(1, message(2, message(2, [0x32, 1, 65])))]],
    ['an inner message longer than its outer', [0x0a, 2, 0x12, 100, 1, 2, 3]],
  ])('%s', (_name, bytes) => {
    const result = decodeOtlpProtobuf(Uint8Array.from(bytes));
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.reason).toMatch(/\.$/);
  });

  test('values nested too deep', () => {
    let value: number[] = [0x10, 1];
    for (let depth = 0; depth < MAX_MESSAGE_DEPTH; depth += 1) value = message(5, message(1, value));
    const result = decodeOtlpProtobuf(requestWithSpan([...TRACE_ID, ...SPAN_ID, ...message(9, message(2, value))]));
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('deeper') });
  });

  test('more values than memory should hold', () => {
    const events = new Uint8Array(5_000_000);
    for (let index = 0; index < events.length; index += 2) events[index] = 0x5a;
    expect(decodeOtlpProtobuf(wrapInSpan(events))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('more than'),
    });
  });
});

function wrapInSpan(content: Uint8Array): Uint8Array {
  let bytes: Uint8Array = content;
  for (const tag of [0x12, 0x12, 0x0a]) {
    const length = [0, 7, 14].map((shift) => ((bytes.length >> shift) & 127) | 128);
    bytes = Buffer.concat([Buffer.from([tag, ...length, (bytes.length >> 21) & 127]), bytes]);
  }
  return bytes;
}

describe('no input makes the decoder throw', () => {
  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(typeof decodeOtlpProtobuf(bytes).ok).toBe('boolean');
      }),
    );
  });

  test('a real message with bytes changed, cut and repeated', async () => {
    const original = await serializeSample();
    const changes = fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(changes, fc.nat(original.length), (edits, cut) => {
        const bytes = Uint8Array.from(original);
        for (const [index, byte] of edits) bytes[index] = byte;
        expect(typeof decodeOtlpProtobuf(bytes).ok).toBe('boolean');
        expect(typeof decodeOtlpProtobuf(bytes.subarray(0, cut)).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
