import type { DocumentMap, DocumentValue, SegmentDocument } from '../xray/segment-document.ts';
import { legalAnnotationKey } from '../xray/annotation-key.ts';
import { createMap } from './create-map.ts';
import { toDocumentValue } from './document-value.ts';
import { parseMetadataText } from './metadata-text.ts';
import { asText, isList, unlessEmpty } from './read-attribute.ts';
import type { Attributes, AttributeValue } from './span.ts';

/** Which attributes become annotations. */
export interface Indexing {
  readonly indexedAttributes: readonly string[];
  /** Every scalar, if true; then the span's other attributes are not stored at all. */
  readonly indexAllAttributes: boolean;
}

/** The parts of a document that attributes go to which no other part has used. */
export type AttributeParts = Pick<SegmentDocument, 'user' | 'annotations' | 'metadata'>;

const USER = 'enduser.id';
const ANNOTATIONS = 'aws.xray.annotations';
const METADATA_PREFIX = 'aws.xray.metadata.';
const RESOURCE_PREFIX = 'otel.resource.';
const DEFAULT_NAMESPACE = 'default';

/** Puts back those of the span's attributes that are to be indexed although another part has used them. */
export function withIndexed(rest: Attributes, all: Attributes, indexed: readonly string[]): Attributes {
  const missing = indexed.filter((key) => Object.hasOwn(all, key) && !Object.hasOwn(rest, key));
  if (missing.length === 0) return rest;
  const attributes: Record<string, AttributeValue> = Object.assign(createMap<AttributeValue>(), rest);
  for (const key of missing) attributes[key] = all[key] ?? null;
  return attributes;
}

/**
 * User, annotations and metadata, from the span's remaining attributes and, unless undefined, from the resource's.
 * Throws `DroppedSpan` for values that cannot be stored.
 */
export function makeAttributes(
  attributes: Attributes,
  resource: Attributes | undefined,
  indexing: Indexing,
): AttributeParts {
  const store = createStore(indexing, attributes[ANNOTATIONS]);
  for (const [key, value] of Object.entries(resource ?? {})) store.addOfResource(RESOURCE_PREFIX + key, value);
  for (const [key, value] of Object.entries(attributes)) {
    const isUsed = key === USER || (key === ANNOTATIONS && isList(value));
    if (!isUsed) store.addOfSpan(key, value);
  }
  return { user: unlessEmpty(asText(attributes[USER])), ...store.finish() };
}

interface AttributeStore {
  addOfResource(key: string, value: AttributeValue): void;
  addOfSpan(key: string, value: AttributeValue): void;
  finish(): Pick<SegmentDocument, 'annotations' | 'metadata'>;
}

/** `annotationKeys` is the span's own list of keys to index, if it is a list. */
function createStore(indexing: Indexing, annotationKeys: AttributeValue | undefined): AttributeStore {
  const indexed = new Set<AttributeValue>(indexing.indexedAttributes);
  if (isList(annotationKeys)) for (const key of annotationKeys) indexed.add(key);
  const isIndexed = (key: string): boolean => indexing.indexAllAttributes || indexed.has(key);
  const annotations = createMap<DocumentValue>();
  const defaults = createMap<DocumentValue>();
  const metadata = createMap<DocumentMap | null>();

  const annotate = (key: string, value: AttributeValue): void => {
    if (isScalar(value)) annotations[legalAnnotationKey(key)] = toDocumentValue(value);
  };
  const store = (key: string, value: AttributeValue): void => {
    if (value !== null) defaults[key] = toDocumentValue(value);
  };
  const storeText = (key: string, text: string): void => {
    const namespace = key.slice(METADATA_PREFIX.length);
    const map = parseMetadataText(text);
    if (map === undefined) defaults[key] = text;
    else if (namespace.toLowerCase() === DEFAULT_NAMESPACE) Object.assign(defaults, map);
    else metadata[namespace] = map;
  };
  return {
    addOfResource(key, value) {
      if (isIndexed(key) && isScalar(value)) annotate(key, value);
      else store(key, value);
    },
    // What is to be indexed and cannot be is lost, unlike the resource's.
    addOfSpan(key, value) {
      if (isIndexed(key)) annotate(key, value);
      else if (key.startsWith(METADATA_PREFIX) && typeof value === 'string') storeText(key, value);
      else store(key, value);
    },
    finish() {
      if (!isEmpty(defaults)) metadata[DEFAULT_NAMESPACE] = defaults;
      return { annotations: unlessNone(annotations), metadata: unlessNone(metadata) };
    },
  };
}

function isScalar(value: AttributeValue): boolean {
  return value !== null && typeof value !== 'object';
}

function unlessNone<T extends object>(map: T): T | undefined {
  return isEmpty(map) ? undefined : map;
}

function isEmpty(map: object): boolean {
  for (const _ in map) return false;
  return true;
}
