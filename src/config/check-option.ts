import { quoteValue, toPrintable } from './printable.ts';
import type { Variable } from './variable.ts';

/** The first words of a check: which option has which value. */
export interface Option {
  /** Dotted, as the user finds it: `exporter.protocol`. */
  readonly name: string;
  readonly value: unknown;
}

/** Makes the one sentence about a wrong option. `got` must be safe to print. */
export function wrongOption(name: string, got: string, expected: string): TypeError {
  return new TypeError(`"${name}" is ${got}; expected ${expected}. otel-xray was not started.`);
}

/** Checks a text by the parser of the variable of the same meaning. @throws TypeError where it is refused */
export function checkText<Value>({ name, value }: Option, row: Variable<Value>): Value | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'string') {
    throw wrongOption(name, describeValue(value), row.allowed);
  }
  return parseOption({ name, value }, value.trim(), row, row.allowed);
}

/** Checks a number by the parser of the variable of the same meaning. @throws TypeError where it is refused */
export function checkNumber({ name, value }: Option, row: Variable<number>): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'number') {
    throw wrongOption(name, describeValue(value), row.allowed);
  }
  return parseOption({ name, value }, String(value), row, row.allowed);
}

/** Checks that the value is true or false. @throws TypeError where it is not */
export function checkBoolean({ name, value }: Option): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') {
    return value;
  }
  throw wrongOption(name, describeValue(value), 'true or false');
}

/**
 * Checks an array of texts by the parser of the variable of the same meaning; an empty array is allowed.
 *
 * @throws TypeError where it is not an array, or an entry is refused
 */
export function checkList<Item>({ name, value }: Option, row: Variable<readonly Item[]>): readonly Item[] | undefined {
  if (value === undefined) {
    return undefined;
  }
  const expected = `an array of ${row.allowed.replace(', separated by commas', '')}`;
  if (!Array.isArray(value)) {
    throw wrongOption(name, describeValue(value), expected);
  }
  const items: readonly unknown[] = value;
  const parsed = items.flatMap((item, index) => {
    const option = { name: `${name}[${String(index)}]`, value: item };
    if (typeof item !== 'string' || item.includes(',')) {
      throw wrongOption(option.name, describeValue(item), expected);
    }
    return parseOption(option, item.trim(), row, expected);
  });
  return [...new Set(parsed)];
}

/**
 * Checks an object whose values are texts, each entry by `isEntry`; values are not shown.
 *
 * @throws TypeError where it is not such an object
 */
export function checkRecord(
  { name, value }: Option,
  isEntry: (key: string, value: string) => boolean,
  expected: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf({ name, value }, `an object of ${expected}`).map(([key, text]) => {
      if (typeof text !== 'string' || !isEntry(key, text)) {
        throw wrongOption(`${name}.${toPrintable(key, 60)}`, 'not allowed', expected);
      }
      return [key, text];
    }),
  );
}

/**
 * Gives the entries of an object of options that may only have these keys.
 *
 * @throws TypeError where it is not an object or has another key
 */
export function checkKeys(option: Option, keys: readonly string[]): Readonly<Record<string, unknown>> {
  const entries = entriesOf(option, `an object with some of ${keys.join(', ')}`);
  const unknown = entries.find(([key]) => !keys.includes(key));
  if (unknown !== undefined) {
    const name = `${option.name}.${toPrintable(unknown[0], 60)}`;
    throw wrongOption(name, 'not an option', `one of ${keys.join(', ')}`);
  }
  return Object.fromEntries(entries);
}

/** Tells what a wrong value is, in a few printable words. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoteValue(value);
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'an array' : 'an object';
    case 'undefined':
      return 'undefined';
    default:
      return `a ${typeof value}`;
  }
}

function entriesOf({ name, value }: Option, expected: string): [string, unknown][] {
  if (value === undefined) {
    return [];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongOption(name, describeValue(value), expected);
  }
  return Object.entries(value);
}

function parseOption<Value>({ name, value }: Option, text: string, row: Variable<Value>, expected: string): Value {
  const parsed = text === '' ? undefined : row.parse(text);
  if (parsed?.kind !== 'accepted') {
    throw wrongOption(name, typeof value === 'string' ? row.quote(text) : describeValue(value), expected);
  }
  return parsed.value;
}
