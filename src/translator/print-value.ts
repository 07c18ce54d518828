import { toDocumentValue } from './document-value.ts';
import { writeJson } from './json-value.ts';
import type { AttributeValue } from './span.ts';

/** An attribute's value as text: an absent one is empty, lists and maps are JSON. */
export function printValue(value: AttributeValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value === null) return '';
  const printable = toDocumentValue(value);
  return typeof printable === 'string' ? printable : writeJson(printable);
}
