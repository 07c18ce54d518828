import type { SpanRecordKind, SpanRecordStatus } from '../../translator/index.ts';

const KINDS: readonly SpanRecordKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

/** OTLP's number for a span kind as a word. */
export function toSpanKind(number: number): SpanRecordKind {
  return KINDS[number] ?? 'unspecified';
}

/** OTLP's number for a status code as a word; unknown numbers are `unset`. */
export function toStatusCode(number: number): SpanRecordStatus['code'] {
  if (number === 1) return 'ok';
  return number === 2 ? 'error' : 'unset';
}

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/**
 * What the span's flags say about its parent, undefined when they say nothing
 * (https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto, `SpanFlags`).
 */
export function toParentIsRemote(flags: number): boolean | undefined {
  return (flags & HAS_IS_REMOTE) === 0 ? undefined : (flags & IS_REMOTE) !== 0;
}
