import type { DocumentValue } from '../xray/segment-document.ts';
import { LEFT_BYTE } from './divided-character.ts';

/**
 * A value as Go's `encoding/json` writes it: no spaces, the keys of maps in the order of their UTF-8, `<`, `>`, `&`,
 * U+2028 and U+2029 as `\u003c` and so on. A lone surrogate becomes U+FFFD, a number that JSON cannot say `null`.
 * Recurses as deep as the value is nested.
 *
 * @see https://pkg.go.dev/encoding/json#Marshal
 */
export function writeJson(value: DocumentValue): string {
  switch (typeof value) {
    case 'string':
      return writeText(value);
    case 'number':
      return writeNumber(value);
    case 'object':
      if (value === null) return 'null';
      return isList(value) ? writeList(value, writeJson) : writeMap(value, writeJson);
    default:
      return String(value);
  }
}

/** A list; `write` writes an item. */
export function writeList<T>(list: readonly T[], write: (item: T) => string): string {
  return `[${list.map((item) => write(item)).join(',')}]`;
}

/** A map with its keys sorted; `write` writes a value. */
export function writeMap<T>(map: Readonly<Record<string, T>>, write: (value: T) => string): string {
  const members = sortedEntries(map).map(([key, value]) => `${writeText(key)}:${write(value)}`);
  return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly DocumentValue[] {
  return Array.isArray(value);
}

function writeNumber(number: number): string {
  if (Object.is(number, -0)) return '-0';
  return Number.isFinite(number) ? String(number) : 'null';
}

// oxlint-disable-next-line no-control-regex -- JSON escapes them
const ESCAPED = /["\\<>&\0-\x1f\u2028\u2029]|\p{Surrogate}/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  [LEFT_BYTE]: String.raw`\ufffd`,
};

function writeText(text: string): string {
  return `"${text.replace(ESCAPED, escape)}"`;
}

function escape(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return isSurrogate ? '\ufffd' : `\\u${code.toString(16).padStart(4, '0')}`;
}

const SURROGATE_OR_ABOVE = /[\ud800-\uffff]/;
const LONE_SURROGATE = /\p{Surrogate}/gu;

type Entry<T> = readonly [key: string, value: T];

function sortedEntries<T>(map: Readonly<Record<string, T>>): Entry<T>[] {
  const entries: Entry<T>[] = Object.entries(map);
  // Below the surrogates, the order of UTF-16 units is that of UTF-8 bytes.
  if (!entries.some(([key]) => SURROGATE_OR_ABOVE.test(key))) return entries.sort(byUnits);
  // Keys that become the same are one key to the collector, which never sees a lone surrogate.
  const wellFormed = new Map(entries.map(([key, value]) => [key.replace(LONE_SURROGATE, '\ufffd'), value]));
  return [...wellFormed].sort(byCodePoints);
}

function byUnits(a: Entry<unknown>, b: Entry<unknown>): number {
  return a[0] < b[0] ? -1 : 1;
}

function byCodePoints([a]: Entry<unknown>, [b]: Entry<unknown>): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1;
  if (index === length) return a.length - b.length;
  return rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
}

/** A unit's place in the order of code points: surrogates stand for characters above all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
