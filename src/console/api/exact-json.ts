/** Numbers that a double does not hold exactly have at least this many digits; ids of as many stand in quotes. */
const LONG_NUMBER = /[:,[\s]-?\d{16}/;

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** Of objects that lost digits of an integer: the same with them. */
const exact = new WeakMap<object, object>();

/**
 * Reads JSON. Integers beyond 2^53 are rounded, so that one may reckon with all numbers; {@link exactOf} has them with
 * all digits, where the browser tells these (https://github.com/tc39/proposal-json-parse-with-source).
 *
 * @throws SyntaxError for what is no JSON
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (LONG_NUMBER.test(text)) pair(value, JSON.parse(text, keepInteger));
  return value;
}

/** A part of what {@link parseJson} gave as its text has it: long integers are of the type `bigint`. */
export function exactOf<Part>(part: Part): Part {
  return typeof part === 'object' && part !== null ? ((exact.get(part) as Part | undefined) ?? part) : part;
}

const keepInteger: Reviver = (_key, value, context) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    ? BigInt(context?.source ?? '')
    : value;

function pair(value: unknown, other: unknown): void {
  const waiting: [unknown, unknown][] = [[value, other]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [rounded, whole] = next;
    if (typeof rounded !== 'object' || rounded === null || typeof whole !== 'object' || whole === null) continue;
    exact.set(rounded, whole);
    const parts = whole as Readonly<Record<string, unknown>>;
    for (const [key, part] of Object.entries(rounded)) waiting.push([part, parts[key]]);
  }
}
