import { isCleanText } from './parse-text.ts';
import { splitList } from './parse-list.ts';
import { accepted, type Parsed, refused } from './parsed.ts';

const MAX_KEY_LENGTH = 255;
const MAX_VALUE_LENGTH = 4096;

/**
 * Reads `key=value` pairs separated by commas, keys and values percent-decoded. One bad pair discards the whole
 * text, as the specification asks.
 *
 * @see https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable
 */
export function parseResourceAttributes(text: string): Parsed<Readonly<Record<string, string>>> {
  const pairs: [string, string][] = [];
  for (const item of splitList(text)) {
    const pair = parsePair(item);
    if (pair === undefined) {
      return refused();
    }
    pairs.push(pair);
  }
  // `fromEntries` makes `__proto__` a plain key, which an assignment would not.
  return pairs.length === 0 ? refused() : accepted(Object.fromEntries(pairs));
}

/** Tells whether the pair can be a resource attribute: key of 1 to 255 characters, value of at most 4,096. */
export function isResourceAttribute(key: string, value: string): boolean {
  return (
    key.length > 0 &&
    key.length <= MAX_KEY_LENGTH &&
    value.length <= MAX_VALUE_LENGTH &&
    isCleanText(key) &&
    isCleanText(value)
  );
}

function parsePair(item: string): [string, string] | undefined {
  const parts = item.split('=');
  if (parts.length !== 2) {
    return undefined;
  }
  try {
    const [key = '', value = ''] = parts.map((part) => decodeURIComponent(part.trim()));
    return isResourceAttribute(key, value) ? [key, value] : undefined;
  } catch {
    // Malformed percent-encoding; the caller refuses the text and the reader reports it.
    return undefined;
  }
}
