import type { DocumentInteger, DocumentMap, DocumentValue } from '../xray/segment-document.ts';
import { createMap } from './create-map.ts';
import { DroppedSpan } from './dropped-span.ts';
import { isList } from './read-attribute.ts';
import type { Attributes, AttributeValue } from './span.ts';

/**
 * Levels of lists and maps in one value. The exporter knows no limit, but OTLP's receivers stop at about a hundred,
 * and whoever reads a document recurses through it.
 */
export const MAX_VALUE_DEPTH = 500;

/**
 * An attribute's value as it stands in a document: bytes as base64 (none as `null`), integers as numbers where they are
 * exact. Throws {@link DroppedSpan} where the exporter cannot encode the document: for NaN and infinite numbers.
 */
export function toDocumentValue(value: AttributeValue, depth = 0): DocumentValue {
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'bigint') return toDocumentInteger(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return value.length === 0 ? null : Buffer.from(value).toString('base64');
  if (depth >= MAX_VALUE_DEPTH) throw new DroppedSpan('nested-too-deep');
  return isList(value) ? value.map((item) => toDocumentValue(item, depth + 1)) : toDocumentMap(value, depth + 1);
}

/** Attributes as a map of a document; throws as {@link toDocumentValue} does. */
export function toDocumentMap(attributes: Attributes, depth = 0): DocumentMap {
  const map = createMap<DocumentValue>();
  for (const [key, value] of Object.entries(attributes)) map[key] = toDocumentValue(value, depth);
  return map;
}

/** A 64-bit integer: a number where that is exact. */
export function toDocumentInteger(integer: bigint): DocumentInteger {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/** The number, if JSON can say it; throws {@link DroppedSpan} otherwise. */
export function finite(number: number): number {
  if (!Number.isFinite(number)) throw new DroppedSpan('not-finite');
  return number;
}
