import type { DocumentMap, DocumentValue, SegmentDocument } from '../xray/segment-document.ts';
import { legalAnnotationKey } from '../xray/annotation-key.ts';
import { createMap } from './create-map.ts';
import { toDocumentValue } from './document-value.ts';
import { parseMetadataText } from './metadata-text.ts';
import { perResource } from './per-resource.ts';
import { perText } from './per-text.ts';
import { asText, isList, unlessEmpty } from './read-attribute.ts';
import type { Attributes, AttributeValue } from './span.ts';

/** Which attributes become annotations. */
export interface Indexing {
  readonly indexedAttributes: readonly string[];
  /** Every scalar, if true; then the span's other attributes are not stored at all. */
  readonly indexAllAttributes: boolean;
}

/** The parts of a document that attributes go to which no other part has used. */
export type StoredAttributes = Pick<SegmentDocument, 'user' | 'annotations' | 'metadata'>;

const USER = 'enduser.id';
const ANNOTATIONS = 'aws.xray.annotations';
const METADATA_PREFIX = 'aws.xray.metadata.';
const RESOURCE_PREFIX = 'otel.resource.';
const DEFAULT_NAMESPACE = 'default';
/** Up to here, comparing with each key of a list is faster than making a set of them. */
const SHORT_LIST = 8;

/**
 * Makes user, annotations and metadata of a span's attributes that no other part uses: first `addResource`, if the
 * resource's are stored, then `add` for each, then `finish`. Both throw `DroppedSpan` for values that cannot be stored.
 */
export class AttributeStore {
  readonly #user: AttributeValue | undefined;
  readonly #indexesAll: boolean;
  readonly #indexed: KeyList;
  #annotations: Record<string, DocumentValue> | undefined;
  #defaults: Record<string, DocumentValue> | undefined;
  #metadata: Record<string, DocumentMap | null> | undefined;

  /** `attributes` are all of the span's: they tell the user, and may list keys to index. */
  constructor(attributes: Attributes, { indexedAttributes, indexAllAttributes }: Indexing) {
    const ownKeys = attributes[ANNOTATIONS];
    this.#user = attributes[USER];
    this.#indexesAll = indexAllAttributes;
    this.#indexed = isList(ownKeys) ? joinKeys(indexedAttributes, ownKeys) : joinKeys(indexedAttributes, NOTHING);
  }

  addResource(resource: Attributes): void {
    if (!this.#indexesAll && this.#indexed === NOTHING) {
      const stored = storedOfResource(resource);
      if (stored !== undefined) this.#defaults = Object.assign(createMap<DocumentValue>(), stored);
      return;
    }
    for (const [key, value] of entriesOfResource(resource)) {
      if (this.#isIndexed(key) && isScalar(value)) this.#annotate(key, value);
      else this.#store(key, value);
    }
  }

  /** What is to be indexed and cannot be is lost, unlike the resource's. */
  add(key: string, value: AttributeValue): void {
    if (key === USER || (key === ANNOTATIONS && isList(value))) return;
    if (this.#isIndexed(key)) this.#annotate(key, value);
    else if (typeof value === 'string' && key.startsWith(METADATA_PREFIX)) this.#storeText(key, value);
    else this.#store(key, value);
  }

  finish(): StoredAttributes {
    if (this.#defaults !== undefined) {
      this.#metadata ??= createMap();
      this.#metadata[DEFAULT_NAMESPACE] = this.#defaults;
    }
    return { user: unlessEmpty(asText(this.#user)), annotations: this.#annotations, metadata: this.#metadata };
  }

  #isIndexed(key: string): boolean {
    if (this.#indexesAll) return true;
    return 'has' in this.#indexed ? this.#indexed.has(key) : this.#indexed.includes(key);
  }

  #annotate(key: string, value: AttributeValue): void {
    if (!isScalar(value)) return;
    this.#annotations ??= createMap();
    this.#annotations[annotationKey(key)] = toDocumentValue(value);
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

const NOTHING: readonly AttributeValue[] = [];

type KeyList = readonly AttributeValue[] | ReadonlySet<AttributeValue>;

function joinKeys(configured: readonly string[], own: readonly AttributeValue[]): KeyList {
  const count = configured.length + own.length;
  if (count > SHORT_LIST) return new Set([...configured, ...own]);
  return count === 0 ? NOTHING : [...configured, ...own];
}

const annotationKey = perText(legalAnnotationKey);

/** The resource's attributes under the names that they have in documents. */
const entriesOfResource = perResource((resource) =>
  Object.entries(resource).map(([key, value]) => [RESOURCE_PREFIX + key, value] as const),
);

/** What a resource none of whose attributes are indexed leaves in the default namespace; undefined for nothing. */
const storedOfResource = perResource((resource) => {
  const stored = createMap<DocumentValue>();
  for (const [key, value] of entriesOfResource(resource)) if (value !== null) stored[key] = toDocumentValue(value);
  return isEmpty(stored) ? undefined : stored;
});

function isScalar(value: AttributeValue): boolean {
  return value !== null && typeof value !== 'object';
}

function isEmpty(map: object): boolean {
  for (const _ in map) return false;
  return true;
}
