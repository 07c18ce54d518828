import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../../../src/translator/index.ts';
import { decodeOtlpProtobuf } from '../../../src/local/receiver/decode-otlp-protobuf.ts';

/** Shortest forms of lengths are bytes below 128, which lead to the quick reader; the others are longer than needed. */
type Form = 'plain' | 'long';

function varint(value: bigint, form: Form): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  if (form === 'plain') return bytes;
  while (bytes.length < 10) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(0);
  }
  return bytes;
}

function message(field: number, content: readonly number[], form: Form = 'plain'): number[] {
  return [...varint(BigInt((field << 3) | 2), form), ...varint(BigInt(content.length), form), ...content];
}

function double(value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return [...new Uint8Array(view.buffer)];
}

function scalar(value: AttributeValue, form: Form): number[] {
  if (typeof value === 'string') return message(1, [...Buffer.from(value)], form);
  if (typeof value === 'boolean') return [...varint(0x10n, form), ...varint(value ? 1n : 0n, form)];
  if (typeof value === 'bigint') return [...varint(0x18n, form), ...varint(value, form)];
  return [...varint(0x21n, form), ...double(Number(value))];
}

function keyValue(key: string, value: AttributeValue, form: Form): number[] {
  return [...message(1, [...Buffer.from(key)], form), ...message(2, scalar(value, form), form)];
}

/** What becomes of a span with this content of a `KeyValue`. */
function decodeAttribute(content: readonly number[]) {
  const ids = [...message(1, Array<number>(16).fill(0xab)), ...message(2, Array<number>(8).fill(0xcd))];
  const span = [...ids, ...message(9, content), ...message(5, [...Buffer.from('named')])];
  return decodeOtlpProtobuf(Uint8Array.from(message(1, message(2, message(2, span)))));
}

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ minLength: 40, maxLength: 300 }),
  fc.constantFrom('__proto__', 'constructor', '', '0', 'http.method'),
);
const integer = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 29n }));
const value: fc.Arbitrary<AttributeValue> = fc.oneof(text, fc.boolean(), integer, fc.double());

describe('an attribute in the form that nearly all have', () => {
  test('has the value that was written', () => {
    fc.assert(
      fc.property(text, value, fc.constantFrom<Form>('plain', 'long'), (key, written, form) => {
        const result = decodeAttribute(keyValue(key, written, form));
        const attributes = result.ok ? Object.entries(result.spans[0]?.attributes ?? {}) : [];
        expect(attributes).toEqual([[key, written]]);
      }),
      { numRuns: 500 },
    );
  });

  // A field that nobody knows keeps the quick reader away, and tells the other reader nothing.
  const unknown = message(3, []);

  test('changed, cut or doubled is read, or refused, as by the reader of all forms', () => {
    const edit = fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x0a, 0x12, 0x18, 0x7f, 0x80, 0xff)));
    fc.assert(
      fc.property(text, value, fc.array(edit, { maxLength: 3 }), fc.nat(), (key, written, edits, cut) => {
        const bytes = keyValue(key, written, 'plain');
        for (const [index, byte] of edits) bytes[index % bytes.length] = byte;
        for (const content of [bytes, bytes.slice(0, cut % bytes.length), [...bytes, ...bytes]]) {
          expect(decodeAttribute(content)).toEqual(decodeAttribute([...unknown, ...content]));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('cut at any byte, with lengths as before, is refused', () => {
    for (const written of ['text', true, 5n, 2n ** 60n, 0.5]) {
      const span = message(9, keyValue('key', written, 'plain'));
      const whole = message(1, message(2, message(2, span)));
      for (let length = 1; length < whole.length; length += 1) {
        expect(decodeOtlpProtobuf(Uint8Array.from(whole.slice(0, length))).ok).toBe(false);
      }
    }
  });

  test('is not read beyond the deepest level', () => {
    const nest = (depth: number, lead: readonly number[]): number[] => {
      let content = [...lead, ...keyValue('key', true, 'plain')];
      for (let level = 0; level < depth; level += 1) content = message(2, message(6, message(1, content)));
      return content;
    };
    for (let depth = 28; depth < 36; depth += 1) {
      expect(decodeAttribute(nest(depth, []))).toEqual(decodeAttribute(nest(depth, unknown)));
    }
    expect(decodeAttribute(nest(28, [])).ok).toBe(true);
    expect(decodeAttribute(nest(36, [])).ok).toBe(false);
  });
});
