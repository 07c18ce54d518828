import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeOtlpJson } from '../../../src/local/receiver/decode-otlp-json.ts';

const IDS = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };

function request(span: object): Uint8Array {
  return Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }));
}

function decodeOne(span: object) {
  const result = decodeOtlpJson(request({ ...IDS, ...span }));
  if (!result.ok) throw new Error(result.reason);
  return result.spans[0];
}

describe('what OTLP/JSON allows is read', () => {
  test('ids in upper case are the same ids', () => {
    expect(decodeOne({ traceId: 'AB'.repeat(16), parentSpanId: 'EF'.repeat(8) })).toMatchObject({
      traceId: IDS.traceId,
      parentSpanId: 'ef'.repeat(8),
    });
  });

  test('64-bit numbers come as strings or numbers', () => {
    const span = decodeOne({
      startTimeUnixNano: '1700000000123456789',
      endTimeUnixNano: 1_700_000_001,
      attributes: [
        { key: 'text', value: { intValue: '9007199254740993' } },
        { key: 'number', value: { intValue: 7 } },
      ],
    });
    expect(span?.startTimeUnixNano).toBe(1_700_000_000_123_456_789n);
    expect(span?.endTimeUnixNano).toBe(1_700_000_001n);
    expect(span?.attributes).toMatchObject({ text: 9_007_199_254_740_993n, number: 7n });
  });

  test('every kind of value is read', () => {
    const values = [
      { doubleValue: 'NaN' },
      { doubleValue: 0.5 },
      { doubleValue: 7 },
      { intValue: 7 },
      { boolValue: false },
      { bytesValue: 'AQI=' },
      { arrayValue: { values: [{ stringValue: 'a' }, {}] } },
      { kvlistValue: { values: [{ key: 'k', value: { stringValue: 'v' } }] } },
      {},
    ];
    const attributes = values.map((value, index) => ({ key: `k${index}`, value }));
    expect(Object.values(decodeOne({ attributes })?.attributes ?? {})).toEqual([
      NaN,
      0.5,
      7,
      7n,
      false,
      Uint8Array.of(1, 2),
      ['a', null],
      { k: 'v' },
      null,
    ]);
  });

  test('null stands for absent', () => {
    expect(decodeOne({ name: null, events: null, status: null, kind: null })).toMatchObject({ name: '', events: [] });
  });
});

describe('what is malformed is refused with a reason', () => {
  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['spans that are a string', '{"resourceSpans":[{"scopeSpans":[{"spans":"x"}]}]}'],
    ['a name that is a number', JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ name: 5 }] }] }] })],
    ['a time before 1970', request({ ...IDS, startTimeUnixNano: '-1' }).toString()],
    ['a kind by name', request({ ...IDS, kind: 'SPAN_KIND_SERVER' }).toString()],
    ['an integer that is none', request({ attributes: [{ key: 'k', value: { intValue: '1e5' } }] }).toString()],
  ])('%s', (_name, text) => {
    const result = decodeOtlpJson(Buffer.from(text));
    expect(result.ok ? 'accepted' : result.reason).toMatch(/\.$/);
  });

  test('values nested too deep', () => {
    const depth = 100_000;
    const value = `${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}`;
    const text = `{"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":${value}}]}}]}`;
    expect(decodeOtlpJson(Buffer.from(text)).ok).toBe(false);
  });
});

describe('no input makes the decoder throw', () => {
  test('random text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof decodeOtlpJson(Buffer.from(text)).ok).toBe('boolean');
      }),
    );
  });

  test('JSON of the right keys and wrong values', () => {
    const words =
      'traceId spanId parentSpanId name kind flags startTimeUnixNano endTimeUnixNano ' +
      'attributes events links status key value intValue arrayValue values __proto__';
    const key = fc.constantFrom(...words.split(' '));
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constant(null),
        fc.boolean(),
        fc.double(),
        fc.string(),
        fc.constantFrom(...Object.values(IDS)),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 5 }),
      ),
    })).value;
    fc.assert(
      fc.property(json, (span) => {
        expect(typeof decodeOtlpJson(request(Object(span))).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
