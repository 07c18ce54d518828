import { toDocumentValue } from './document-value.ts';
import { writeJson } from './json-value.ts';
import type { AttributeValue } from './span.ts';

/** An attribute's value as text: bytes are base64, lists and maps JSON; no value and no bytes give an empty text. */
export function printValue(value: AttributeValue): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const printable = toDocumentValue(value);
  if (printable === null) return '';
  return typeof printable === 'string' ? printable : writeJson(printable);
}
