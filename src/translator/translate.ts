import type { SegmentDocument } from '../xray/segment-document.ts';
import { type DropReason, DroppedSpan } from './dropped-span.ts';
import { makeSegments } from './local-root.ts';
import type { SpanRecord } from './span.ts';
import type { TranslateOptions } from './translate-options.ts';

/** The documents that a span became, or why it became none. */
export type Translation = { readonly documents: readonly SegmentDocument[] } | { readonly dropped: DropReason };

/**
 * What the collector's awsxrayexporter v0.156 makes of a span: one document, or two for some that are marked as local
 * roots. Never throws, and takes time linear in the span's size.
 *
 * Three things differ, where the exporter gives random or no results: of two attributes for one field the later one
 * counts; stacks and spans that make the exporter panic are translated; values nested over 500 levels deep are dropped.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.156.0/exporter/awsxrayexporter
 */
export function translate(span: SpanRecord, options: TranslateOptions): Translation {
  try {
    return { documents: makeSegments(span, options) };
  } catch (error) {
    if (error instanceof DroppedSpan) return { dropped: error.reason };
    throw error;
  }
}
