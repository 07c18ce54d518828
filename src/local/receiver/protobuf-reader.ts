import { MAX_MESSAGE_DEPTH } from './decode-limits.ts';
import { MalformedMessage } from './malformed-message.ts';
import { createStringCache, type StringCache } from './string-cache.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Names of attributes are few and come again with each span; values do so often enough. */
const KEYS = createStringCache(12);
const VALUES = createStringCache(12);

/** Longer texts seldom come again. */
const MAX_CACHED_BYTES = 48;

/** Where a message lies in the buffer, or where reading goes on after one. */
export interface ProtobufSlice {
  readonly start: number;
  readonly end: number;
}

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
 */
export class ProtobufReader {
  /** The number of the field that is to be read or skipped. */
  field = 0;
  readonly #buffer: Buffer;
  readonly #view: DataView;
  #position = 0;
  #end: number;
  #wireType = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.byteLength;
  }

  /** Goes to the next field of the message; false at its end. */
  next(): boolean {
    if (this.#position >= this.#end) return false;
    const tag = this.#varintLow();
    this.#wireType = tag % 8;
    this.field = Math.floor(tag / 8);
    if (this.field === 0) throw new MalformedMessage('The message has a field numbered 0.');
    return true;
  }

  /** Goes into an embedded message; `leave` takes the number that comes back. */
  enter(): number {
    this.#expect(LENGTH_DELIMITED);
    const length = this.#varintLow();
    const outerEnd = this.#end;
    if (length > outerEnd - this.#position) throw endsEarly();
    this.#deepen();
    this.#end = this.#position + length;
    return outerEnd;
  }

  /** Goes on behind a message whose fields have all been read. */
  leave(outerEnd: number): void {
    this.#depth -= 1;
    this.#end = outerEnd;
  }

  /** The place of an embedded message, to be read later by `enterAt`. */
  slice(): ProtobufSlice {
    this.#expect(LENGTH_DELIMITED);
    const length = this.#varintLow();
    const start = this.#advance(length);
    return { start, end: this.#position };
  }

  /** Goes into a message somewhere else; `leaveAt` takes what comes back. */
  enterAt({ start, end }: ProtobufSlice): ProtobufSlice {
    const outer = { start: this.#position, end: this.#end };
    this.#deepen();
    this.#position = start;
    this.#end = end;
    return outer;
  }

  leaveAt({ start, end }: ProtobufSlice): void {
    this.#depth -= 1;
    this.#position = start;
    this.#end = end;
  }

  /** A text; invalid UTF-8 becomes U+FFFD. */
  string(): string {
    return this.#text(VALUES);
  }

  /** A text that comes again and again. */
  key(): string {
    return this.#text(KEYS);
  }

  /** A copy, so that it does not keep the whole buffer alive. */
  bytes(): Uint8Array {
    const { start, end } = this.slice();
    return new Uint8Array(this.#buffer.subarray(start, end));
  }

  /** Lower-case hex of a bytes field. */
  hex(): string {
    this.#expect(LENGTH_DELIMITED);
    const start = this.#advance(this.#varintLow());
    return this.#buffer.toString('hex', start, this.#position);
  }

  bool(): boolean {
    this.#expect(VARINT);
    // Every byte counts as a double too, however little its last ones.
    return this.#varintLow() !== 0;
  }

  /** A small unsigned number or enumeration; higher bits are cut off. */
  uint32(): number {
    this.#expect(VARINT);
    const start = this.#position;
    const low = this.#varintLow();
    if (this.#position - start <= 4) return low;
    this.#position = start;
    return Number(BigInt.asUintN(32, this.#varint()));
  }

  /** A signed 64-bit number. */
  int64(): bigint {
    this.#expect(VARINT);
    return BigInt.asIntN(64, this.#varint());
  }

  fixed32(): number {
    this.#expect(FIXED32);
    return this.#view.getUint32(this.#advance(4), true);
  }

  fixed64(): bigint {
    this.#expect(FIXED64);
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  double(): number {
    this.#expect(FIXED64);
    return this.#view.getFloat64(this.#advance(8), true);
  }

  skip(): void {
    if (this.#wireType === VARINT) this.#varint();
    else if (this.#wireType === FIXED64) this.#advance(8);
    else if (this.#wireType === FIXED32) this.#advance(4);
    else this.slice();
  }

  #text(cache: StringCache): string {
    this.#expect(LENGTH_DELIMITED);
    const length = this.#varintLow();
    const start = this.#advance(length);
    const end = this.#position;
    const known = length <= MAX_CACHED_BYTES ? cache.read(this.#buffer, start, end) : undefined;
    return known ?? this.#buffer.toString('utf8', start, end);
  }

  #deepen(): void {
    if (this.#depth >= MAX_MESSAGE_DEPTH) {
      throw new MalformedMessage(`The message is nested deeper than ${MAX_MESSAGE_DEPTH} levels.`);
    }
    this.#depth += 1;
  }

  #expect(wireType: number): void {
    if (this.#wireType === wireType) return;
    throw new MalformedMessage(`A field has wire type ${this.#wireType} where ${wireType} is expected.`);
  }

  /** Moves over `length` bytes and gives the place where they begin. */
  #advance(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) throw endsEarly();
    this.#position = start + length;
    return start;
  }

  #varint(): bigint {
    const start = this.#position;
    const low = this.#varintLow();
    if (this.#position - start <= 7) return BigInt(low);
    let value = 0n;
    for (let index = start; index < this.#position; index += 1) {
      value |= BigInt((this.#buffer[index] ?? 0) & 0x7f) << BigInt(7 * (index - start));
    }
    return value;
  }

  /** A varint as a double: exact up to seven bytes, which every tag and length fits. */
  #varintLow(): number {
    let position = this.#position;
    const first = position < this.#end ? (this.#buffer[position] ?? 0) : 0x80;
    if (first < 0x80) {
      this.#position = position + 1;
      return first;
    }
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count += 1) {
      if (position >= this.#end) throw endsEarly();
      const byte = this.#buffer[position] ?? 0;
      position += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.#position = position;
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
