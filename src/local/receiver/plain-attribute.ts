import type { AttributeValue } from '../../translator/index.ts';
import { MAX_MESSAGE_DEPTH } from './decode-limits.ts';
import type { ProtobufDecoding } from './protobuf-attributes.ts';
import type { ProtobufReader } from './protobuf-reader.ts';

/** A `KeyValue` and the `AnyValue` in it. */
const LEVELS = 2;

/** Status codes, ports and counts are small; making a bigint of a number costs more than finding one. */
const SMALL_INTEGERS = Array.from({ length: 1024 }, (_, index) => BigInt(index));

/**
 * Reads a `KeyValue` into `target` if it is one as nearly all are: key, then value, both there and there once, the value
 * a text, boolean, number or small integer, and everything shorter than 128 bytes, so that tags and lengths are bytes at
 * known places. Of anything else nothing is read, and false comes back: that is for a reader that knows all forms.
 */
export function readPlainAttribute(decoding: ProtobufDecoding, target: Record<string, AttributeValue>): boolean {
  const { reader } = decoding;
  const { buffer, position } = reader;
  if (!reader.isMessage || position >= reader.end || reader.depth + LEVELS > MAX_MESSAGE_DEPTH) return false;
  const length = buffer[position] ?? 0;
  const end = position + 1 + length;
  if (length >= 0x80 || length < 6 || end > reader.end) return false;
  const keyStart = position + 3;
  const keyEnd = keyStart + (buffer[position + 2] ?? 0);
  // A byte that tells of a length beyond 127 leads past the end here and below, so it needs no look of its own.
  if (buffer[position + 1] !== 0x0a || keyEnd + 4 > end) return false;
  if (buffer[keyEnd] !== 0x12 || keyEnd + 2 + (buffer[keyEnd + 1] ?? 0) !== end) return false;
  const value = readPlainValue(reader, keyEnd + 2, end);
  if (value === undefined) return false;
  decoding.budget.spend();
  target[reader.keyAt(keyStart, keyEnd)] = value;
  reader.position = end;
  return true;
}

/** The one value of an `AnyValue` that lies from `start` to `end`; undefined when it is another kind of value. */
function readPlainValue(reader: ProtobufReader, start: number, end: number): AttributeValue | undefined {
  const { buffer } = reader;
  const first = buffer[start + 1] ?? 0;
  switch (buffer[start]) {
    case 0x0a:
      return start + 2 + first === end ? reader.stringAt(start + 2, end) : undefined;
    case 0x10:
      return first < 0x80 && start + 2 === end ? first !== 0 : undefined;
    case 0x18:
      return readSmallInteger(buffer, start + 1, end);
    case 0x21:
      return start + 9 === end ? reader.view.getFloat64(start + 1, true) : undefined;
    default:
      return undefined;
  }
}

/** The varint of at most four bytes that lies from `start` to `end`. */
function readSmallInteger(buffer: Buffer, start: number, end: number): bigint | undefined {
  const last = end - 1;
  if (last - start > 3) return undefined;
  let value = 0;
  for (let index = start, shift = 0; index < end; index += 1, shift += 7) {
    const byte = buffer[index] ?? 0;
    if (byte < 0x80 !== (index === last)) return undefined;
    value |= (byte & 0x7f) << shift;
  }
  return SMALL_INTEGERS[value] ?? BigInt(value);
}
