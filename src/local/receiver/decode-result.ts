import type { SpanRecord } from '../../translator/index.ts';
import { MalformedMessage } from './malformed-message.ts';

/** What a decoder made of a request: its spans, or one sentence on why it is none. */
export type DecodeResult =
  | {
      readonly ok: true;
      readonly spans: readonly SpanRecord[];
      /** Spans left out because their trace id or span id is not an id. */
      readonly rejectedSpans: number;
    }
  | { readonly ok: false; readonly reason: string };

/** The spans of one request while it is decoded. */
export interface SpanCollection {
  readonly spans: SpanRecord[];
  rejectedSpans: number;
}

/**
 * An empty collection. It is data without accessors: V8 keeps an object's accessors, and all that they know, in its
 * hidden class, which only a full collection of garbage takes away, and the spans of each request with it.
 */
export function createSpanCollection(): SpanCollection {
  return { spans: [], rejectedSpans: 0 };
}

/** Takes a span, or counts one that is none. */
export function addSpan(collection: SpanCollection, span: SpanRecord | undefined): void {
  if (span === undefined) collection.rejectedSpans += 1;
  else collection.spans.push(span);
}

/** Runs a decoder's inner part; whatever it throws becomes a result. */
export function toDecodeResult(decode: () => SpanCollection): DecodeResult {
  try {
    const { spans, rejectedSpans } = decode();
    return { ok: true, spans, rejectedSpans };
  } catch (error) {
    const reason = error instanceof MalformedMessage ? error.message : 'The message could not be read.';
    return { ok: false, reason };
  }
}
