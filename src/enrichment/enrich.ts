import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Config } from '../config/config.ts';
import { MAX_DOCUMENT_BYTES } from '../xray/limits.ts';
import { createSpanCleaner } from './clean-span.ts';
import type { DocumentParts } from './document-parts.ts';
import { FIXED_BYTES, jsonBytes, toMaxBytes } from './document-size.ts';
import { createEnrichedSpan } from './enriched-span.ts';
import { fitDocument } from './fit-document.ts';
import { createLeftOutReport } from './metadata-policy.ts';
import { rewriteResource } from './resource-attributes.ts';
import { createRows, indexRows } from './rows.ts';
import { createServices, type Service } from './service.ts';
import { createSpanDraft, type SpanDraft } from './span-draft.ts';
import { createWildcards } from './wildcard.ts';

/** The configuration that enrichment depends on. */
export type EnrichmentSettings = Pick<Config, 'enrichment' | 'resource'>;

/**
 * Makes of an ended span the one that goes to X-Ray, or undefined where its document cannot be made to fit into
 * 64 KB. The recorded span stays as it is; spans of one resource share one rewritten resource.
 */
export type Enrich = (span: ReadableSpan) => ReadableSpan | undefined;

/** Prepares the enrichment of spans. Beside memories of resources, names and statements it keeps no state. */
export function createEnrich({ enrichment, resource }: EnrichmentSettings): Enrich {
  const { mode, redact, sqlQueries } = enrichment;
  const reportLeftOut = createLeftOutReport();
  const isSecretKey = redact.length === 0 ? undefined : createWildcards(redact);
  const configuredKeys = new Set(Object.keys(resource.attributes));
  const { rows, always, rowsOf } = indexRows(createRows(enrichment));
  const cleaner = createSpanCleaner({ mode, sqlQueries, isSecretKey, reportLeftOut });
  const serviceOf = createServices((attributes: Attributes) =>
    rewriteResource(attributes, { mode, configuredKeys, isSecretKey, reportLeftOut }),
  );
  return (span) => {
    const service = serviceOf(span.resource);
    const draft = createSpanDraft(span, rowsOf);
    // Asked before each row, because the rows before it may have added attributes.
    for (let index = 0; index < rows.length; index += 1) {
      if ((((always | draft.rows) >>> index) & 1) === 1) rows[index]?.apply(draft, service);
    }
    const parts = cleaner(draft);
    const fitted = fit(parts, service);
    return fitted === undefined ? undefined : finish(draft, fitted, service);
  };
}

/** A resource's attributes stand in blocks and in metadata, with a longer name. */
const RESOURCE_SHARE = 3;

function fit(parts: DocumentParts, service: Service): DocumentParts | undefined {
  if (toMaxBytes(parts.units + RESOURCE_SHARE * service.units) <= MAX_DOCUMENT_BYTES) return parts;
  const resourceBytes = RESOURCE_SHARE * jsonBytes(service.resource.attributes);
  return fitDocument(parts, MAX_DOCUMENT_BYTES - FIXED_BYTES - resourceBytes);
}

function finish(draft: SpanDraft, parts: DocumentParts, service: Service): ReadableSpan {
  const { kind, startTime, endTime, recorded } = draft;
  const { name, statusMessage, attributes, events, links } = parts;
  const { code, message } = recorded.status;
  return createEnrichedSpan(recorded, {
    name,
    kind,
    startTime,
    endTime,
    status: (message ?? '') === statusMessage ? recorded.status : { code, message: statusMessage },
    attributes,
    events: events as ReadableSpan['events'],
    links: links as ReadableSpan['links'],
    resource: service.resource,
  });
}
