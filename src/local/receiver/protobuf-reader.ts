import { MAX_MESSAGE_DEPTH } from './decode-limits.ts';
import { MalformedMessage } from './malformed-message.ts';
import { createIdCache, type IdCache } from './id-cache.ts';
import { createStringCache, type StringCache } from './string-cache.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Names of attributes are few and come again with each span; values do so often enough, unless they are long. */
const KEYS = createStringCache(11, 64);
const VALUES = createStringCache(12, 128);

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const TRACE_IDS = createIdCache(8, TRACE_ID_BYTES);
const SPAN_IDS = createIdCache(10, SPAN_ID_BYTES);

/**
 * Reads protobuf's wire format (https://protobuf.dev/programming-guides/encoding/) from one buffer, which must not
 * change meanwhile. A message is read so:
 *
 * ```
 * const outer = reader.enter();
 * while (reader.next()) {
 *   if (reader.field === 1) name = reader.string();
 *   else reader.skip();
 * }
 * reader.leave(outer);
 * ```
 *
 * Each method reads the value of the field that `next` has come to; reading another type than the field has, or past the
 * end, throws `MalformedMessage`. Nothing else is thrown.
 *
 * Who knows a form of message that fits what lies at `position` may read from `buffer` and `view` up to `end`, and then
 * set `position` behind the message.
 */
export class ProtobufReader {
  /** The number of the field that is to be read or skipped. */
  field = 0;
  /** Where the next byte is read. */
  position = 0;
  /** Where the message that is read ends. */
  end: number;
  /** In how many messages the one that is read lies. */
  depth = 0;
  readonly buffer: Buffer;
  /** The same bytes as `buffer`. */
  readonly view: DataView;
  #wireType = 0;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.byteLength;
  }

  /** Goes to the next field of the message; false at its end. */
  next(): boolean {
    const { position } = this;
    if (position >= this.end) return false;
    const first = this.buffer[position] ?? 0;
    if (first >= 8 && first < 0x80) {
      this.position = position + 1;
      this.#wireType = first & 7;
      this.field = first >> 3;
      return true;
    }
    const tag = this.#varintLow();
    this.#wireType = tag % 8;
    this.field = Math.floor(tag / 8);
    if (this.field === 0) throw new MalformedMessage('The message has a field numbered 0.');
    return true;
  }

  /** Whether the field may be a message, by its wire type. */
  get isMessage(): boolean {
    return this.#wireType === LENGTH_DELIMITED;
  }

  /** Goes into an embedded message; `leave` takes the number that comes back. */
  enter(): number {
    this.#expect(LENGTH_DELIMITED);
    const length = this.#varintLow();
    const outerEnd = this.end;
    if (length > outerEnd - this.position) throw endsEarly();
    this.#deepen();
    this.end = this.position + length;
    return outerEnd;
  }

  /** Goes on behind a message whose fields have all been read. */
  leave(outerEnd: number): void {
    this.depth -= 1;
    this.end = outerEnd;
  }

  /** A text; invalid UTF-8 becomes U+FFFD. */
  string(): string {
    const start = this.#overBytes();
    return this.stringAt(start, this.position);
  }

  /** A text that comes again and again. */
  key(): string {
    const start = this.#overBytes();
    return this.keyAt(start, this.position);
  }

  /** The text whose bytes lie from `start` to `end`. */
  stringAt(start: number, end: number): string {
    return this.#text(VALUES, start, end);
  }

  /** The text that comes again and again and whose bytes lie from `start` to `end`. */
  keyAt(start: number, end: number): string {
    return this.#text(KEYS, start, end);
  }

  /** A copy, so that it does not keep the whole buffer alive. */
  bytes(): Uint8Array {
    const start = this.#overBytes();
    return new Uint8Array(this.buffer.subarray(start, this.position));
  }

  /** Lower-case hex of a bytes field. */
  hex(): string {
    const start = this.#overBytes();
    return this.buffer.toString('hex', start, this.position);
  }

  /** A trace id as lower-case hex; empty when the bytes are none. */
  traceId(): string {
    return this.#id(TRACE_IDS, TRACE_ID_BYTES);
  }

  /** A span id as lower-case hex; empty when the bytes are none. */
  spanId(): string {
    return this.#id(SPAN_IDS, SPAN_ID_BYTES);
  }

  bool(): boolean {
    this.#expect(VARINT);
    // Every byte counts as a double too, however little its last ones.
    return this.#varintLow() !== 0;
  }

  /** A small unsigned number or enumeration; higher bits are cut off. */
  uint32(): number {
    this.#expect(VARINT);
    const start = this.position;
    const low = this.#varintLow();
    if (this.position - start <= 4) return low;
    this.position = start;
    return Number(BigInt.asUintN(32, this.#varint()));
  }

  /** A signed 64-bit number. */
  int64(): bigint {
    this.#expect(VARINT);
    return BigInt.asIntN(64, this.#varint());
  }

  fixed32(): number {
    this.#expect(FIXED32);
    return this.view.getUint32(this.#advance(4), true);
  }

  fixed64(): bigint {
    this.#expect(FIXED64);
    return this.view.getBigUint64(this.#advance(8), true);
  }

  double(): number {
    this.#expect(FIXED64);
    return this.view.getFloat64(this.#advance(8), true);
  }

  skip(): void {
    if (this.#wireType === VARINT) this.#varintLow();
    else if (this.#wireType === FIXED64) this.#advance(8);
    else if (this.#wireType === FIXED32) this.#advance(4);
    else this.#overBytes();
  }

  #text(cache: StringCache, start: number, end: number): string {
    return cache.read(this.buffer, this.view, start, end) ?? this.buffer.toString('utf8', start, end);
  }

  #id(cache: IdCache, byteLength: number): string {
    const start = this.#overBytes();
    return this.position - start === byteLength ? cache.read(this.buffer, this.view, start) : '';
  }

  /** Moves over a text or bytes and gives the place where they begin. */
  #overBytes(): number {
    this.#expect(LENGTH_DELIMITED);
    return this.#advance(this.#varintLow());
  }

  #deepen(): void {
    if (this.depth >= MAX_MESSAGE_DEPTH) {
      throw new MalformedMessage(`The message is nested deeper than ${MAX_MESSAGE_DEPTH} levels.`);
    }
    this.depth += 1;
  }

  #expect(wireType: number): void {
    if (this.#wireType === wireType) return;
    throw new MalformedMessage(`A field has wire type ${this.#wireType} where ${wireType} is expected.`);
  }

  /** Moves over `length` bytes and gives the place where they begin. */
  #advance(length: number): number {
    const start = this.position;
    if (length > this.end - start) throw endsEarly();
    this.position = start + length;
    return start;
  }

  #varint(): bigint {
    const start = this.position;
    const low = this.#varintLow();
    if (this.position - start <= 7) return BigInt(low);
    let value = 0n;
    for (let index = start; index < this.position; index += 1) {
      value |= BigInt((this.buffer[index] ?? 0) & 0x7f) << BigInt(7 * (index - start));
    }
    return value;
  }

  /** A varint as a double: exact up to seven bytes, which every tag and length fits. */
  #varintLow(): number {
    let position = this.position;
    const first = position < this.end ? (this.buffer[position] ?? 0) : 0x80;
    if (first < 0x80) {
      this.position = position + 1;
      return first;
    }
    const second = position + 1 < this.end ? (this.buffer[position + 1] ?? 0) : 0x80;
    if (second < 0x80) {
      this.position = position + 2;
      return (first & 0x7f) | (second << 7);
    }
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count += 1) {
      if (position >= this.end) throw endsEarly();
      const byte = this.buffer[position] ?? 0;
      position += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.position = position;
        return value;
      }
      scale *= 128;
    }
    throw new MalformedMessage('A number is longer than ten bytes.');
  }
}

function endsEarly(): MalformedMessage {
  return new MalformedMessage('The message ends within a field.');
}
