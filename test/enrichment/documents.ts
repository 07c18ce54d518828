import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createEnrich, type EnrichmentSettings } from '../../src/enrichment/index.ts';
import { serializeDocument, translate } from '../../src/translator/index.ts';
import type { SegmentDocument } from '../../src/xray/segment-document.ts';
import { type OtlpMessage, readSpans } from '../translator/otlp-json.ts';

/** Settings of a mode, with nothing else configured. */
export function settings(changes: Partial<EnrichmentSettings['enrichment']> = {}): EnrichmentSettings {
  return {
    enrichment: { mode: 'full', redact: [], segmentNameHosts: [], sqlQueries: true, ...changes },
    resource: { attributes: {}, detectors: [] },
  };
}

/** The enriched span; fails where it does not fit. */
export function enriched(span: ReadableSpan, changes?: Partial<EnrichmentSettings['enrichment']>): ReadableSpan {
  const result = createEnrich(settings(changes))(span);
  if (result === undefined) throw new Error(`"${span.name}" was withheld`);
  return result;
}

/** What X-Ray gets of a span: sent over OTLP, translated as the collector does. Ids are counted. */
export function documentsOf(span: ReadableSpan): readonly SegmentDocument[] {
  let ids = 0;
  const newId = (): string => (ids += 1).toString(16).padStart(16, '0');
  const message = JSON.parse(Buffer.from(JsonTraceSerializer.serializeRequest([span]) ?? []).toString()) as OtlpMessage;
  return readSpans(message).flatMap((record) => {
    const translation = translate(record, { newId });
    if ('dropped' in translation) throw new Error(`dropped: ${translation.dropped}`);
    return translation.documents;
  });
}

/** A document as X-Ray reads it. */
export interface Document {
  readonly name: string;
  readonly namespace?: string;
  readonly type?: string;
  readonly origin?: string;
  readonly user?: string;
  readonly error: boolean;
  readonly throttle: boolean;
  readonly fault: boolean;
  readonly start_time: number;
  readonly end_time: number;
  readonly parent_id?: string;
  readonly links?: readonly object[];
  readonly service?: { readonly version?: string };
  readonly aws?: Readonly<Record<string, unknown>>;
  readonly http?: {
    readonly request?: Readonly<Record<string, unknown>>;
    readonly response?: Readonly<Record<string, unknown>>;
  };
  readonly sql?: Readonly<Record<string, unknown>>;
  readonly cause?: { readonly exceptions?: readonly ExceptionDocument[] };
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** An exception in a document. */
interface ExceptionDocument {
  readonly type: string;
  readonly message: string;
  readonly stack?: readonly { readonly path: string; readonly line: number; readonly label: string }[];
}

/** The documents of an enriched span. */
export function pictureOf(
  span: ReadableSpan,
  changes?: Partial<EnrichmentSettings['enrichment']>,
): readonly Document[] {
  return documentsOf(enriched(span, changes)).map((document) => JSON.parse(serializeDocument(document)) as Document);
}

/** The only document of an enriched span; fails where there are several. */
export function onlyDocument(span: ReadableSpan, changes?: Partial<EnrichmentSettings['enrichment']>): Document {
  const [document, ...others] = pictureOf(span, changes);
  if (document === undefined || others.length > 0) throw new Error(`Expected one document of "${span.name}".`);
  return document;
}
