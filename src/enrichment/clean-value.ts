import { REDACTED, redactText } from './redact-text.ts';

/** Deeper than any attribute that somebody reads, and far less than the stack holds. */
const MAX_DEPTH = 32;
/** Beyond this the serialisers of OTLP write integers wrong, or the collector refuses the batch. */
const MAX_INTEGER = 2 ** 63;

/** Tells by a key whether its value must not leave. */
export type IsSecretKey = (key: string) => boolean;

/**
 * A value as it may be sent: texts without secrets, numbers that are none as text, since one `NaN` costs the whole
 * span. What is fine is given back itself, not as a copy.
 */
export function cleanValue(value: unknown, isSecretKey: IsSecretKey | undefined, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value);
    case 'number':
      return Math.abs(value) < MAX_INTEGER ? value : String(value);
    case 'object':
      return value === null || value instanceof Uint8Array ? value : cleanObject(value, isSecretKey, depth);
    default:
      return value;
  }
}

function cleanObject(value: object, isSecretKey: IsSecretKey | undefined, depth: number): unknown {
  if (depth >= MAX_DEPTH) return `[cut: deeper than ${MAX_DEPTH} levels]`;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const cleaned = items.map((item) => cleanValue(item, isSecretKey, depth + 1));
    return cleaned.every((item, index) => item === items[index]) ? value : cleaned;
  }
  const entries = Object.entries(value);
  const cleaned = entries.map(([key, member]) => [
    key,
    isSecretKey?.(key) === true ? REDACTED : cleanValue(member, isSecretKey, depth + 1),
  ]);
  return cleaned.every(([, member], index) => member === entries[index]?.[1]) ? value : Object.fromEntries(cleaned);
}
