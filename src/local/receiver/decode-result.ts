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
  readonly spans: readonly SpanRecord[];
  readonly rejectedSpans: number;
  /** Takes a span, or counts one that is none. */
  add(span: SpanRecord | undefined): void;
}

/** An empty collection. */
export function createSpanCollection(): SpanCollection {
  const spans: SpanRecord[] = [];
  let rejectedSpans = 0;
  return {
    spans,
    get rejectedSpans() {
      return rejectedSpans;
    },
    add(span) {
      if (span === undefined) rejectedSpans += 1;
      else spans.push(span);
    },
  };
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
