import { propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { Attributes, Context, Link, Span } from '@opentelemetry/api';
import { optionsOf, refuse, requireFunction, spanNameOf } from './call-arguments.ts';
import { describeKind, quoteName } from './describe-value.ts';
import { legalSegmentName } from '../xray/segment-name.ts';
import { withSegmentSpan } from './local-root.ts';
import { quietly } from './quietly.ts';
import { runInSpan } from './run-in-span.ts';
import { noSpan, startSpan } from './start-span.ts';

/** The kinds of span that X-Ray shows as a segment. */
export type SegmentKind = SpanKind.INTERNAL | SpanKind.SERVER | SpanKind.CONSUMER;

/** What a segment may be told beyond its name. */
export interface SegmentOptions {
  /**
   * The trace header that came with the work, `Root=1-…;Parent=…;Sampled=1`: the segment continues that trace. SQS
   * has it in the message's system attribute `AWSTraceHeader`.
   */
  readonly header?: string | undefined;
  /** `SpanKind.CONSUMER` by default where a header came with the work, otherwise `SpanKind.INTERNAL`. */
  readonly kind?: SegmentKind;
  /** Other traces that this work belongs to, such as those of the messages in a batch. */
  readonly links?: readonly Link[];
}

/**
 * Runs work outside requests, such as cron jobs, workers and queue consumers, in a segment of its own: the root of a
 * new trace, or the continuation of the trace in `header`. A segment that is active at the call is not its parent.
 *
 * As with `capture`, the span is active while `fn` runs, is handed to it, and ends when `fn` returns or its promise
 * settles; results and errors pass through. Whether the segment is sampled is up to the header and the sampler.
 *
 * @param name Name of the segment and of its node in X-Ray, up to 200 characters.
 * @throws TypeError when `fn` is no function; never otherwise.
 *
 * @example
 * await withSegment('nightly-report', () => buildReport());
 *
 * @example
 * for (const message of messages) {
 *   await withSegment('orders-worker', () => handle(message), { header: message.Attributes?.AWSTraceHeader });
 * }
 */
export function withSegment<T>(name: string, fn: (span: Span) => T, options: SegmentOptions = {}): T {
  requireFunction('withSegment', fn);
  const { header, kind: wantedKind, links } = optionsOf('withSegment', options);
  const parentContext = contextOf(header);
  const kind = kindOf(wantedKind, parentContext);
  const segmentName = legalSegmentName(spanNameOf('withSegment', name)) || 'withSegment';
  const isContinued = trace.getSpanContext(parentContext) !== undefined;
  const attributes = namingAttributes(segmentName, kind, isContinued);
  const segment = startSpan('withSegment', { name: segmentName, kind, attributes, links }, parentContext);
  if (segment === undefined) return fn(noSpan());
  return runInSpan(segment, withSegmentSpan(parentContext, segment), fn);
}

/** Reads the header with the registered propagator, so that it means here what it means in a request. */
function contextOf(header: unknown): Context {
  if (header === undefined || header === '') return ROOT_CONTEXT;
  if (typeof header !== 'string') {
    refuse(
      `"withSegment" got ${describeKind(header)} as its header; expected a string. The segment begins a new trace.`,
    );
    return ROOT_CONTEXT;
  }
  let extracted = ROOT_CONTEXT;
  quietly('withSegment', () => {
    extracted = propagation.extract(ROOT_CONTEXT, { 'x-amzn-trace-id': header });
  });
  if (extracted === ROOT_CONTEXT) {
    refuse(
      `"withSegment" got the header ${quoteName(header)}; expected "Root=1-…;Parent=…;Sampled=1". The segment begins a new trace.`,
    );
  }
  return extracted;
}

function kindOf(kind: SegmentKind | undefined, parentContext: Context): SegmentKind {
  if (kind === undefined) return parentContext === ROOT_CONTEXT ? SpanKind.INTERNAL : SpanKind.CONSUMER;
  if (kind === SpanKind.INTERNAL || kind === SpanKind.SERVER || kind === SpanKind.CONSUMER) return kind;
  refuse('"withSegment" got a kind that makes no segment; expected INTERNAL, SERVER or CONSUMER. INTERNAL is used.');
  return SpanKind.INTERNAL;
}

/**
 * The exporter takes the name of a SERVER segment from an attribute, and makes a subsegment of an INTERNAL span with a
 * parent unless it is marked as a local root. Elsewhere the span's name and kind say it all.
 */
function namingAttributes(name: string, kind: SegmentKind, isContinued: boolean): Attributes | undefined {
  if (kind === SpanKind.SERVER) return { 'aws.local.service': name };
  if (kind === SpanKind.INTERNAL && isContinued) return { 'aws.local.service': name, 'aws.span.kind': 'LOCAL_ROOT' };
  return undefined;
}
