import type { SpanRecord } from '../span-record.ts';

/** How long a trace must be quiet before it counts as finished, in milliseconds. */
export interface QuietTimes {
  /** When its root has ended: a span without a parent. */
  readonly rootedMillis: number;
  /** When its topmost span has a parent in another process, which may send its own spans here, or never. */
  readonly remoteParentMillis: number;
  /** When a parent in the same process is still missing: it has probably not ended yet. */
  readonly missingParentMillis: number;
}

/** Quiet times for people who watch: soon when the trace is surely whole, later when more may come. */
export const DEFAULT_QUIET_TIMES: QuietTimes = {
  rootedMillis: 300,
  remoteParentMillis: 1000,
  missingParentMillis: 10_000,
};

/** How long a trace of these spans (by span id) must be quiet before it counts as finished, in milliseconds. */
export function quietMillisFor(spans: ReadonlyMap<string, SpanRecord>, times: QuietTimes): number {
  let quietMillis = times.missingParentMillis;
  for (const span of spans.values()) {
    if (span.parentSpanId === undefined) return times.rootedMillis;
    if (!spans.has(span.parentSpanId) && hasRemoteParent(span)) quietMillis = times.remoteParentMillis;
  }
  return quietMillis;
}

function hasRemoteParent(span: SpanRecord): boolean {
  return span.parentIsRemote ?? (span.kind === 'server' || span.kind === 'consumer');
}
