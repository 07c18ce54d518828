import type { DocumentMap, DocumentValue } from '../xray/segment-document.ts';
import { MAX_VALUE_DEPTH } from './document-value.ts';

/**
 * The map that a JSON text holds, or `null` for the text `null`; undefined for any other text, and for what Go could
 * not hold either: numbers beyond a double's range, or nesting beyond the limit.
 */
export function parseMetadataText(text: string): DocumentMap | null | undefined {
  const value = parse(text);
  if (value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value) || !isStorable(value, 0)) return undefined;
  return value as DocumentMap;
}

function parse(text: string): DocumentValue | undefined {
  try {
    return JSON.parse(text) as DocumentValue;
  } catch {
    // Not JSON is what this is to find out.
    return undefined;
  }
}

function isStorable(value: DocumentValue, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_VALUE_DEPTH) return false;
  return Object.values(value).every((item: DocumentValue) => isStorable(item, depth + 1));
}
