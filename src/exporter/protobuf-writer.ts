/** Enough for most pieces of a batch; a larger one makes the buffer grow once and for all. */
const FIRST_BYTES = 32 * 1024;
/** A buffer that grew beyond this is not kept. */
const MAX_KEPT_BYTES = 1024 * 1024;
/** Up to so many characters a loop is quicker than a call into Node. */
const MAX_LOOPED_CHARACTERS = 64;
const MAX_VARINT32_BYTES = 5;
const MAX_VARINT64_BYTES = 10;
const TWO_TO_32 = 2 ** 32;

/**
 * Writes the wire format of protobuf into one buffer, which is used again. Lengths are as short as they can be, as those of
 * every other writer: room for one is kept where a message begins, and what follows is moved where it needs another.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufWriter {
  #bytes: Buffer;
  #end = 0;

  /** @param size how many bytes are expected */
  constructor(size: number = FIRST_BYTES) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** How many bytes the length takes of a message that fills the writer as it is. */
  get expectedLengthBytes(): number {
    return bytesOfVarint32(this.#bytes.length);
  }

  /** Begins anew. */
  clear(): void {
    this.#end = 0;
    if (this.#bytes.length > MAX_KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  }

  /** A copy of all that was written. */
  toBytes(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#end));
  }

  /** All that was written, not copied: the writer must not be used again. */
  takeBytes(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset, this.#end);
  }

  /** Fields that are written already. */
  raw(fields: Uint8Array): void {
    this.#makeRoom(fields.length);
    this.#bytes.set(fields, this.#end);
    this.#end += fields.length;
  }

  /** A field's number and wire type, of fields below 16. */
  tag(tag: number): void {
    if (this.#end === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#end] = tag;
    this.#end += 1;
  }

  /** Begins a message behind its tag; gives what {@link endMessage} needs. Its length is expected to take so many bytes. */
  beginMessage(lengthBytes: number): number {
    this.#makeRoom(lengthBytes);
    const start = this.#end;
    this.#end += lengthBytes;
    return start;
  }

  endMessage(start: number, lengthBytes: number): void {
    const length = this.#end - start - lengthBytes;
    const neededBytes = bytesOfVarint32(length);
    if (neededBytes !== lengthBytes) {
      this.#makeRoom(MAX_VARINT32_BYTES);
      this.#bytes.copyWithin(start + neededBytes, start + lengthBytes, this.#end);
      this.#end += neededBytes - lengthBytes;
    }
    this.#writeVarint32(length, start);
  }

  /** A whole number as `int64`, `uint64` or any smaller type. */
  varint(value: number): void {
    this.#makeRoom(MAX_VARINT64_BYTES);
    if (value >= 0 && value < TWO_TO_32) {
      this.#end = this.#writeVarint32(value, this.#end);
      return;
    }
    // Two's complement of 64 bits.
    let low = value >>> 0;
    let high = Math.floor(value / TWO_TO_32) >>> 0;
    while (high > 0 || low > 0x7f) {
      this.#bytes[this.#end] = (low & 0x7f) | 0x80;
      this.#end += 1;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#bytes[this.#end] = low;
    this.#end += 1;
  }

  fixed32(value: number): void {
    this.#makeRoom(4);
    this.#end = this.#bytes.writeUInt32LE(value >>> 0, this.#end);
  }

  fixed64(high: number, low: number): void {
    this.#makeRoom(8);
    const bytes = this.#bytes;
    const end = this.#end;
    bytes[end] = low;
    bytes[end + 1] = low >>> 8;
    bytes[end + 2] = low >>> 16;
    bytes[end + 3] = low >>> 24;
    bytes[end + 4] = high;
    bytes[end + 5] = high >>> 8;
    bytes[end + 6] = high >>> 16;
    bytes[end + 7] = high >>> 24;
    this.#end = end + 8;
  }

  double(value: number): void {
    this.#makeRoom(8);
    this.#end = this.#bytes.writeDoubleLE(value, this.#end);
  }

  /** A text in UTF-8 behind its length; a half of a surrogate pair becomes U+FFFD. */
  string(text: string): void {
    const length = text.length;
    this.#makeRoom(MAX_VARINT32_BYTES + 3 * length);
    if (length > MAX_LOOPED_CHARACTERS) return this.#writeLong(text);
    const bytes = this.#bytes;
    const start = this.#end + 1;
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return this.#writeLong(text);
      bytes[start + index] = unit;
    }
    bytes[start - 1] = length;
    this.#end = start + length;
  }

  /**
   * A whole `KeyValue` of short texts behind its tag, nearly every attribute: its lengths are known beforehand. False,
   * and nothing is written, where they are longer, or not ASCII.
   */
  shortPair(tag: number, key: string, value: string): boolean {
    const keyLength = key.length;
    const valueLength = value.length;
    const length = keyLength + valueLength + 6;
    if (length > 0x7f) return false;
    this.#makeRoom(length + 2);
    const bytes = this.#bytes;
    let end = this.#end;
    bytes[end] = tag;
    bytes[end + 1] = length;
    bytes[end + 2] = 0x0a;
    bytes[end + 3] = keyLength;
    end += 4;
    let units = 0;
    for (let index = 0; index < keyLength; index += 1) {
      const unit = key.charCodeAt(index);
      units |= unit;
      bytes[end + index] = unit;
    }
    end += keyLength;
    bytes[end] = 0x12;
    bytes[end + 1] = valueLength + 2;
    bytes[end + 2] = 0x0a;
    bytes[end + 3] = valueLength;
    end += 4;
    for (let index = 0; index < valueLength; index += 1) {
      const unit = value.charCodeAt(index);
      units |= unit;
      bytes[end + index] = unit;
    }
    if (units > 0x7f) return false;
    this.#end = end + valueLength;
    return true;
  }

  /** Bytes behind their length. */
  bytes(value: Uint8Array): void {
    this.#makeRoom(MAX_VARINT32_BYTES + value.length);
    this.#end = this.#writeVarint32(value.length, this.#end);
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
  }

  /** The bytes that hexadecimal digits stand for, behind their length; what is no digit counts as 0. */
  hex(digits: string): void {
    const length = digits.length >>> 1;
    this.#makeRoom(MAX_VARINT32_BYTES + length);
    this.#end = this.#writeVarint32(length, this.#end);
    const bytes = this.#bytes;
    for (let index = 0; index < length; index += 1) {
      const high = DIGITS[digits.charCodeAt(2 * index)] ?? 0;
      bytes[this.#end + index] = (high << 4) | (DIGITS[digits.charCodeAt(2 * index + 1)] ?? 0);
    }
    this.#end += length;
  }

  #writeLong(text: string): void {
    const start = this.#end;
    const guessedBytes = bytesOfVarint32(text.length);
    const length = this.#bytes.write(text, start + guessedBytes, 'utf8');
    this.#end = start + guessedBytes + length;
    this.endMessage(start, guessedBytes);
  }

  /** Gives the position behind it. */
  #writeVarint32(value: number, position: number): number {
    let left = value;
    let end = position;
    while (left > 0x7f) {
      this.#bytes[end] = (left & 0x7f) | 0x80;
      end += 1;
      left >>>= 7;
    }
    this.#bytes[end] = left;
    return end + 1;
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes > this.#bytes.length) this.#grow(bytes);
  }

  #grow(bytes: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#end + bytes));
    this.#bytes.copy(grown, 0, 0, this.#end);
    this.#bytes = grown;
  }
}

/** The value of each hexadecimal digit at its character's code. */
const DIGITS = createDigits();

function createDigits(): Uint8Array {
  const digits = new Uint8Array(128);
  for (let value = 0; value < 16; value += 1) {
    const digit = value.toString(16);
    digits[digit.charCodeAt(0)] = value;
    digits[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return digits;
}

function bytesOfVarint32(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}
