import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A span's attributes but for the size of the answer, which only ours records: its claims are in `body-sizes.ts`. */
export function attributesOf(span: ReadableSpan | undefined): Attributes {
  const { 'http.response.body.size': _size, ...attributes } = span?.attributes ?? {};
  return attributes;
}
