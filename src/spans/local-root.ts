import { createContextKey, trace } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';

/**
 * The local root of a span is the topmost recording span of its trace in this process: the segment of X-Ray. Links
 * from spans to their roots are on the spans themselves: an entry in a WeakMap costs each of them several times as much.
 */
const LOCAL_ROOT = Symbol('otel-xray local root');
type Rooted = Span & { [LOCAL_ROOT]?: Span };

/** Under this key `withSegment` keeps its span, for SDKs that run without our span processor. */
const SEGMENT_KEY = createContextKey('otel-xray segment');

/**
 * A span processor that remembers each span's local root, for `setUser`, `setSegmentName` and the annotation count.
 * It only listens to starts and exports nothing; add it before the exporting processors.
 *
 * @example
 * new NodeSDK({ spanProcessors: [createLocalRootProcessor(), batchProcessor] });
 */
export function createLocalRootProcessor(): SpanProcessor {
  return {
    onStart: rememberLocalRoot,
    onEnd: () => {},
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/**
 * Notes under which local root a span has begun. A parent that is absent, in another process or not recorded makes
 * the span its own root.
 */
export function rememberLocalRoot(span: Span, parentContext: Context): void {
  const parent = trace.getSpan(parentContext);
  (span as Rooted)[LOCAL_ROOT] = (parent && knownRoot(parent)) ?? span;
}

/**
 * Gives the local root of a span: the segment that X-Ray shows it in, or the span itself where nothing is known of
 * its parents.
 *
 * @example
 * localRoot(span).setAttribute('enduser.id', 'alice');
 */
export function localRoot(span: Span): Span {
  return (span as Rooted)[LOCAL_ROOT] ?? span;
}

/** Gives the segment that a context runs in, seen from its active span. */
export function segmentOf(activeContext: Context, activeSpan: Span): Span {
  const remembered = (activeSpan as Rooted)[LOCAL_ROOT];
  if (remembered !== undefined) return remembered;
  const segment = activeContext.getValue(SEGMENT_KEY);
  return isSpan(segment) && isSameTrace(segment, activeSpan) ? segment : activeSpan;
}

/** Puts a segment into a context, together with its span. */
export function withSegmentSpan(parentContext: Context, segment: Span): Context {
  return trace.setSpan(parentContext, segment).setValue(SEGMENT_KEY, segment);
}

/** A parent that has ended is still known by its entry; one that never was recorded has none. */
function knownRoot(parent: Span): Span | undefined {
  return (parent as Rooted)[LOCAL_ROOT] ?? (parent.isRecording() ? parent : undefined);
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'spanContext' in value;
}

function isSameTrace(one: Span, other: Span): boolean {
  return one.spanContext().traceId === other.spanContext().traceId;
}
