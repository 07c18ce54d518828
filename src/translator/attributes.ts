import type { DocumentMap, DocumentValue, SegmentDocument } from '../xray/segment-document.ts';
import { legalAnnotationKey } from '../xray/annotation-key.ts';
import { createMap } from './create-map.ts';
import { toDocumentValue } from './document-value.ts';
import { parseMetadataText } from './metadata-text.ts';
import { perResource } from './per-resource.ts';
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
  const store = new AttributeStore(indexing, attributes[ANNOTATIONS]);
  if (resource !== undefined) for (const [key, value] of entriesOfResource(resource)) store.addOfResource(key, value);
  for (const key of Object.keys(attributes)) {
    const value = attributes[key] ?? null;
    const isUsed = key === USER || (key === ANNOTATIONS && isList(value));
    if (!isUsed) store.addOfSpan(key, value);
  }
  return { user: unlessEmpty(asText(attributes[USER])), ...store.finish() };
}

class AttributeStore {
  readonly #indexesAll: boolean;
  readonly #indexed: ReadonlySet<AttributeValue>;
  #annotations: Record<string, DocumentValue> | undefined;
  #defaults: Record<string, DocumentValue> | undefined;
  #metadata: Record<string, DocumentMap | null> | undefined;

  constructor({ indexedAttributes, indexAllAttributes }: Indexing, annotationKeys: AttributeValue | undefined) {
    this.#indexesAll = indexAllAttributes;
    // The span's own list of keys to index, if it is a list.
    const ownKeys = isList(annotationKeys) ? annotationKeys : [];
    this.#indexed =
      indexedAttributes.length + ownKeys.length === 0 ? NOTHING : new Set([...indexedAttributes, ...ownKeys]);
  }

  addOfResource(key: string, value: AttributeValue): void {
    if (this.#isIndexed(key) && isScalar(value)) this.#annotate(key, value);
    else this.#store(key, value);
  }

  /** What is to be indexed and cannot be is lost, unlike the resource's. */
  addOfSpan(key: string, value: AttributeValue): void {
    if (this.#isIndexed(key)) this.#annotate(key, value);
    else if (key.startsWith(METADATA_PREFIX) && typeof value === 'string') this.#storeText(key, value);
    else this.#store(key, value);
  }

  finish(): Pick<SegmentDocument, 'annotations' | 'metadata'> {
    if (this.#defaults !== undefined) {
      this.#metadata ??= createMap();
      this.#metadata[DEFAULT_NAMESPACE] = this.#defaults;
    }
    return { annotations: this.#annotations, metadata: this.#metadata };
  }

  #isIndexed(key: string): boolean {
    return this.#indexesAll || this.#indexed.has(key);
  }

  #annotate(key: string, value: AttributeValue): void {
    if (!isScalar(value)) return;
    this.#annotations ??= createMap();
    this.#annotations[legalAnnotationKey(key)] = toDocumentValue(value);
  }

  #store(key: string, value: AttributeValue): void {
    if (value === null) return;
    this.#defaults ??= createMap();
    this.#defaults[key] = toDocumentValue(value);
  }

  #storeText(key: string, text: string): void {
    const namespace = key.slice(METADATA_PREFIX.length);
    const map = parseMetadataText(text);
    if (map === undefined) this.#store(key, text);
    else if (namespace.toLowerCase() !== DEFAULT_NAMESPACE) {
      this.#metadata ??= createMap();
      this.#metadata[namespace] = map;
    } else if (map !== null && !isEmpty(map)) {
      this.#defaults ??= createMap();
      Object.assign(this.#defaults, map);
    }
  }
}

const NOTHING: ReadonlySet<AttributeValue> = new Set();

/** The resource's attributes under the names that they have in documents. */
const entriesOfResource = perResource((resource) =>
  Object.entries(resource).map(([key, value]) => [RESOURCE_PREFIX + key, value] as const),
);

function isScalar(value: AttributeValue): boolean {
  return value !== null && typeof value !== 'object';
}

function isEmpty(map: object): boolean {
  for (const _ in map) return false;
  return true;
}
