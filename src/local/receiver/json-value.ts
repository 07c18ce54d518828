import { MalformedMessage } from './malformed-message.ts';

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Readers of protobuf's JSON mapping (https://protobuf.dev/programming-guides/json/): a field that is absent or
 * `null` gives its default, one of the wrong type throws `MalformedMessage`. `field` names it in the message.
 */
export function readObject(value: unknown, field: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as JsonObject;
  throw wrongType(field, value, 'an object');
}

/** A list; empty when absent. */
export function readList(value: unknown, field: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw wrongType(field, value, 'a list');
}

/** A string; empty when absent. */
export function readString(value: unknown, field: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw wrongType(field, value, 'a string');
}

/** Hex digits in lower case, whatever they name; empty when absent. */
export function readHex(value: unknown, field: string): string {
  return readString(value, field).toLowerCase();
}

/** A small unsigned number; 0 when absent. OTLP writes enumerations as numbers only. */
export function readUint32(value: unknown, field: string): number {
  if (value === undefined || value === null) return 0;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 2 ** 32) return number;
  throw wrongType(field, value, 'a number from 0 to 2^32 - 1');
}

const INTEGER = /^-?\d{1,20}$/;

/** A 64-bit integer, written as a string or a number; 0 when absent. */
export function readInteger(value: unknown, field: string): bigint {
  if (value === undefined || value === null) return 0n;
  if (typeof value === 'string' && INTEGER.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  throw wrongType(field, value, 'an integer');
}

const UINT64_MAX = 2n ** 64n - 1n;

/** Nanoseconds since 1970, as protobuf's fixed64; 0 when absent. */
export function readUnixNano(value: unknown, field: string): bigint {
  const nanos = readInteger(value, field);
  if (nanos >= 0n && nanos <= UINT64_MAX) return nanos;
  throw wrongType(field, value, 'nanoseconds since 1970');
}

/** A double; protobuf writes what JSON cannot as the strings `NaN`, `Infinity` and `-Infinity`. */
export function readDouble(value: unknown, field: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && (value === 'NaN' || (value.trim() !== '' && !Number.isNaN(Number(value))))) {
    return Number(value);
  }
  throw wrongType(field, value, 'a number');
}

/** True or false. */
export function readBoolean(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongType(field, value, 'true or false');
}

function wrongType(field: string, value: unknown, expected: string): MalformedMessage {
  const got = Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
  return new MalformedMessage(`"${field}" is ${got}; expected ${expected}.`);
}
