/** Numbers that a double does not hold exactly have at least this many digits; ids of as many stand in quotes. */
const LONG_NUMBER = /(?:^|[:,[\s])-?\d{16}/;

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** JSON as V8 reads and writes it since Node 21 (https://github.com/tc39/proposal-json-parse-with-source). */
const exactJson = JSON as unknown as {
  parse(text: string, reviver?: Reviver): unknown;
  rawJSON(text: string): unknown;
};

/** Reads JSON; integers beyond 2^53 become `bigint`. Throws a SyntaxError for what is none. */
export function parseExactJson(text: string): unknown {
  return LONG_NUMBER.test(text) ? exactJson.parse(text, keepInteger) : exactJson.parse(text);
}

/** Writes JSON; a `bigint` becomes its digits. */
export function stringifyExactJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // There is a bigint. A replacer takes several times as long, so it is left for these.
    return JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'bigint' ? exactJson.rawJSON(String(item)) : item,
    );
  }
}

const keepInteger: Reviver = (_key, value, { source = '' }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value;
