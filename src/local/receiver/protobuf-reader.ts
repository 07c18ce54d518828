import { MAX_MESSAGE_DEPTH } from './decode-limits.ts';
import { MalformedMessage } from './malformed-message.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/**
 * Reads protobuf's wire format (https://protobuf.dev/programming-guides/encoding/) from one buffer. Each method
 * reads the value of the field that `message` stands at; reading another type than the field has, or past the
 * end, throws `MalformedMessage`. Nothing else is thrown.
 */
export interface ProtobufReader {
  /** Reads all fields of the whole buffer; `visit` must read or `skip` each. */
  root(visit: (field: number) => void): void;
  /** Reads all fields of an embedded message. */
  message(visit: (field: number) => void): void;
  /** The place of an embedded message, to be read later by `messageAt`. */
  slice(): ProtobufSlice;
  messageAt(slice: ProtobufSlice, visit: (field: number) => void): void;
  /** Invalid UTF-8 becomes U+FFFD. */
  string(): string;
  /** A copy, so that it does not keep the whole buffer alive. */
  bytes(): Uint8Array;
  /** Lower-case hex of a bytes field. */
  hex(): string;
  bool(): boolean;
  /** A small unsigned number or enumeration; higher bits are cut off. */
  uint32(): number;
  /** A signed 64-bit number. */
  int64(): bigint;
  fixed32(): number;
  fixed64(): bigint;
  double(): number;
  skip(): void;
}

/** Where an embedded message lies in the buffer. */
export interface ProtobufSlice {
  readonly start: number;
  readonly end: number;
}

class BufferReader implements ProtobufReader {
  readonly #buffer: Buffer;
  #position = 0;
  #end: number;
  #wireType = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.byteLength;
  }

  root(visit: (field: number) => void): void {
    this.messageAt({ start: 0, end: this.#buffer.length }, visit);
  }

  message(visit: (field: number) => void): void {
    this.messageAt(this.slice(), visit);
  }

  slice(): ProtobufSlice {
    this.#expect(LENGTH_DELIMITED);
    const length = this.#varintLow();
    return { start: this.#advance(length), end: this.#position };
  }

  messageAt(slice: ProtobufSlice, visit: (field: number) => void): void {
    if (this.#depth >= MAX_MESSAGE_DEPTH) {
      throw new MalformedMessage(`The message is nested deeper than ${MAX_MESSAGE_DEPTH} levels.`);
    }
    const [outerPosition, outerEnd] = [this.#position, this.#end];
    this.#depth += 1;
    this.#position = slice.start;
    this.#end = slice.end;
    while (this.#position < this.#end) visit(this.#tag());
    this.#depth -= 1;
    this.#position = outerPosition;
    this.#end = outerEnd;
  }

  string(): string {
    const { start, end } = this.slice();
    return this.#buffer.toString('utf8', start, end);
  }

  bytes(): Uint8Array {
    const { start, end } = this.slice();
    return new Uint8Array(this.#buffer.subarray(start, end));
  }

  hex(): string {
    const { start, end } = this.slice();
    return this.#buffer.toString('hex', start, end);
  }

  bool(): boolean {
    this.#expect(VARINT);
    return this.#varint() !== 0n;
  }

  uint32(): number {
    this.#expect(VARINT);
    return Number(BigInt.asUintN(32, this.#varint()));
  }

  int64(): bigint {
    this.#expect(VARINT);
    return BigInt.asIntN(64, this.#varint());
  }

  fixed32(): number {
    this.#expect(FIXED32);
    return this.#buffer.readUInt32LE(this.#advance(4));
  }

  fixed64(): bigint {
    this.#expect(FIXED64);
    return this.#buffer.readBigUInt64LE(this.#advance(8));
  }

  double(): number {
    this.#expect(FIXED64);
    return this.#buffer.readDoubleLE(this.#advance(8));
  }

  skip(): void {
    if (this.#wireType === VARINT) this.#varint();
    else if (this.#wireType === FIXED64) this.#advance(8);
    else if (this.#wireType === FIXED32) this.#advance(4);
    else this.slice();
  }

  #tag(): number {
    const tag = this.#varintLow();
    this.#wireType = tag % 8;
    const field = Math.floor(tag / 8);
    if (field === 0) throw new MalformedMessage('The message has a field numbered 0.');
    return field;
  }

  #expect(wireType: number): void {
    if (this.#wireType === wireType) return;
    throw new MalformedMessage(`A field has wire type ${this.#wireType} where ${wireType} is expected.`);
  }

  /** Moves over `length` bytes and gives the place where they begin. */
  #advance(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) throw new MalformedMessage('The message ends within a field.');
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
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count += 1) {
      const byte = this.#buffer[this.#advance(1)] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new MalformedMessage('A number is longer than ten bytes.');
  }
}

/** A reader over `bytes`, which must not change while it is used. */
export function createProtobufReader(bytes: Uint8Array): ProtobufReader {
  return new BufferReader(bytes);
}
