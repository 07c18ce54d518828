import type { SegmentDocument } from '../xray/segment-document.ts';
import { AttributeStore, type Indexing } from './attributes.ts';
import { type AwsDraft, CALL_ATTRIBUTES, type CallField, createAwsDraft, makeAws, readCall } from './aws.ts';
import { STATUS_TEXT, usesStatusText } from './cause.ts';
import { createHttpDraft, HTTP_ATTRIBUTES, type HttpAttribute, type HttpDraft, makeHttp, readHttp } from './http.ts';
import type { SpanRecord } from './span.ts';
import { SQL_ATTRIBUTES } from './sql.ts';

/** The parts of a document that are read from whatever attributes a span has. */
export type AttributeParts = Pick<SegmentDocument, 'http' | 'aws' | 'user' | 'annotations' | 'metadata'>;

/** What the document is to have besides. */
export interface AttributePartsOptions extends Indexing {
  readonly logGroupNames: readonly string[];
  /** Whether the document has an SQL query. */
  readonly hasSql: boolean;
  /** Whether the resource's attributes are stored. */
  readonly storesResource: boolean;
}

/**
 * Hands each of a span's attributes to the part that it is for, in one pass, and what no part uses to annotations and
 * metadata. Throws `DroppedSpan` for values that cannot be stored.
 */
export function makeAttributeParts(span: SpanRecord, options: AttributePartsOptions): AttributeParts {
  const { attributes, resource } = span;
  const { indexedAttributes, logGroupNames } = options;
  const store = new AttributeStore(attributes, options);
  if (options.storesResource) store.addResource(resource.attributes);
  let http: HttpDraft | undefined;
  let aws: AwsDraft | undefined;
  for (const key of Object.keys(attributes)) {
    const value = attributes[key] ?? null;
    const use = USES.get(key);
    if (use === undefined) store.add(key, value);
    else if (use.http !== undefined) readHttp((http ??= createHttpDraft()), use.http, value);
    else if (use.call !== undefined) {
      aws ??= createAwsDraft(resource.attributes, logGroupNames);
      if (aws !== undefined) readCall(aws, use.call, value);
    } else if (!isUsedUp(use, span, options)) store.add(key, value);
  }
  // What is to be indexed is, although another part has used it.
  for (const key of indexedAttributes) {
    const use = Object.hasOwn(attributes, key) ? USES.get(key) : undefined;
    if (use !== undefined && isUsedUp(use, span, options)) store.add(key, attributes[key] ?? null);
  }
  const { user, annotations, metadata } = store.finish();
  return { http: makeHttp(span, http), aws: makeAws(span, aws, logGroupNames), user, annotations, metadata };
}

/** The one part that an attribute is for, and what it means there. */
interface AttributeUse {
  readonly part: 'http' | 'call' | 'sql' | 'status-text';
  readonly http: HttpAttribute | undefined;
  readonly call: CallField | undefined;
}

/** One table, so that a key is looked up once and not once for each part. */
const USES: ReadonlyMap<string, AttributeUse> = new Map<string, AttributeUse>([
  ...Array.from(HTTP_ATTRIBUTES, ([key, http]) => [key, { part: 'http', http, call: undefined }] as const),
  ...Array.from(CALL_ATTRIBUTES, ([key, call]) => [key, { part: 'call', http: undefined, call }] as const),
  ...SQL_ATTRIBUTES.map((key) => [key, { part: 'sql', http: undefined, call: undefined }] as const),
  [STATUS_TEXT, { part: 'status-text', http: undefined, call: undefined }],
]);

function isUsedUp({ part }: AttributeUse, span: SpanRecord, { hasSql }: AttributePartsOptions): boolean {
  if (part === 'sql') return hasSql;
  return part !== 'status-text' || usesStatusText(span);
}
