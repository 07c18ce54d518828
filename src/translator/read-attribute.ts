import type { Attributes, AttributeValue } from './span.ts';

/**
 * The text of an attribute; empty when it is absent or not a text. The exporter never converts one type into another,
 * so a status code that came as text is no status code.
 */
export function readText(attributes: Attributes, key: string): string {
  return asText(attributes[key]);
}

/** The value if it is a text, else empty. */
export function asText(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The value if it is an integer, else 0; a double is none, even a whole one. */
export function asInteger(value: AttributeValue | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

/** True if the attribute was given, with whatever value, an empty one included. */
export function isGiven(attributes: Attributes, key: string): boolean {
  return attributes[key] !== undefined;
}

/** True for a list. */
export function isList(value: AttributeValue | undefined): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

/** The text, or undefined for an empty one: X-Ray's documents leave empty fields out. */
export function unlessEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** The text, or `null` for an empty one, for the few fields that are always written. */
export function nullIfEmpty(text: string): string | null {
  return text === '' ? null : text;
}
