/**
 * Span → segment document, equal to what the collector's awsxrayexporter sends. There is one file for each part of the
 * document; what no part uses becomes annotations and metadata. A better picture in X-Ray is a better enrichment of spans,
 * never a second way of translating.
 */
export { createMap } from './create-map.ts';
export type { DropReason } from './dropped-span.ts';
export { serializeDocument } from './json.ts';
export type {
  Attributes,
  AttributeValue,
  ResourceRecord,
  ScopeRecord,
  SpanRecord,
  SpanRecordEvent,
  SpanRecordKind,
  SpanRecordLink,
  SpanRecordStatus,
} from './span.ts';
export { translate } from './translate.ts';
export type { TranslateOptions } from './translate-options.ts';
