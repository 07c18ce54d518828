import type { SpanRecord, SpanRecordKind } from '../../local/span-record.ts';
import { isAwsCall, isDatabaseCall, isHttp } from './span-attribute.ts';

/** The longest hint, in cells. */
export const HINT_WIDTH = 7;

const KIND_HINTS: Readonly<Record<SpanRecordKind, string>> = {
  server: 'server',
  client: 'client',
  producer: 'send',
  consumer: 'receive',
  internal: '',
  unspecified: '',
};

/** One word on what sort of thing a span is; empty for work inside the service. */
export function hintOf(span: SpanRecord): string {
  if (isAwsCall(span)) return 'aws';
  if (isDatabaseCall(span)) return 'sql';
  return span.kind === 'client' && isHttp(span) ? 'http' : KIND_HINTS[span.kind];
}
