import { MAX_CARRIED_BYTES, MAX_TRACE_HEADER_LENGTH } from './limits.ts';
import { fromXRayTraceId, NO_TRACE_ID, toXRayTraceId } from './trace-id.ts';

/**
 * What an `X-Amzn-Trace-Id` header says, such as
 * `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export interface TraceHeader {
  /** The trace id of Root as 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** The caller's segment or subsegment, 16 lower-case hexadecimal digits; load balancers send none. */
  readonly parentId?: string;
  /** The caller's decision; `?` asks the callee to decide and to answer. */
  readonly sampled?: '0' | '1' | '?';
  /** Lambda's recursion detection, opaque. */
  readonly lineage?: string;
  /** Further `key=value` pairs as they came, joined by `;`. */
  readonly custom?: string;
}

/** Name of the header, in the lower case that Node and HTTP/2 use. */
export const TRACE_HEADER_NAME = 'x-amzn-trace-id';

const PARENT_ID = /^[\da-f]{16}$/i;
const NO_PARENT_ID = '0'.repeat(16);
const PRINTABLE = /^[\x20-\x7e]+$/;

/** Node joins headers that came twice by a comma; a new header begins where a field that we know does. */
const NEXT_HEADER = /,\s*(?=(?:root|self|parent|sampled)\s*=)/i;

/**
 * Reads a trace header with its fields in any order and case, with or without spaces. Self is ignored; of repeated
 * fields and of repeated headers joined by commas the first valid one counts. Undefined without a valid Root.
 *
 * Lineage and custom pairs are kept up to 256 bytes together, Lineage first, and only as printable ASCII, since they
 * are sent on in headers. Of more than 4096 characters only the complete fields within the first 4096 are read.
 */
export function parseTraceHeader(text: string): TraceHeader | undefined {
  const usual = parseUsual(text);
  if (usual !== undefined) return usual;
  const readable = withinLimit(text);
  const headers = readable.includes(',') ? readable.split(NEXT_HEADER) : [readable];
  for (const header of headers) {
    const parsed = parseOne(header);
    if (parsed !== undefined) return parsed;
  }
  return undefined;
}

/**
 * Writes a trace header in X-Ray's usual order: Root, Parent, Sampled, Lineage, custom pairs. Expects valid fields,
 * as `parseTraceHeader` gives them.
 */
export function formatTraceHeader(header: TraceHeader): string {
  const parent = header.parentId === undefined ? '' : `;Parent=${header.parentId}`;
  const sampled = header.sampled === undefined ? '' : `;Sampled=${header.sampled}`;
  const carried = formatCarriedFields(header);
  return `Root=${toXRayTraceId(header.traceId)}${parent}${sampled}${carried === '' ? '' : `;${carried}`}`;
}

/**
 * The part of a header that a service passes on unchanged: Lineage and custom pairs, `Lineage=a:1;Team=blue`, at most
 * 256 bytes; empty when there is none.
 */
export function formatCarriedFields({ lineage, custom }: Pick<TraceHeader, 'lineage' | 'custom'>): string {
  if (lineage === undefined) return custom ?? '';
  return custom === undefined ? `Lineage=${lineage}` : `Lineage=${lineage};${custom}`;
}

const ROOT = 'Root=1-';
const PARENT = ';Parent=';
const SAMPLED = ';Sampled=';
/** Where the parts of `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8` begin. */
const UNIQUE_AT = ROOT.length + 9;
const ROOT_END = UNIQUE_AT + 24;
const PARENT_AT = ROOT_END + PARENT.length;
const PARENT_END = PARENT_AT + 16;

/**
 * As AWS's own services write it, `Root=…[;Parent=…][;Sampled=…]`: most headers are like that, and each request has one.
 * Read by places, for a third of the time of a regular expression.
 */
function parseUsual(text: string): TraceHeader | undefined {
  if (!text.startsWith(ROOT) || text[UNIQUE_AT - 1] !== '-') return undefined;
  if (!isLowerHex(text, ROOT.length, UNIQUE_AT - 1) || !isLowerHex(text, UNIQUE_AT, ROOT_END)) return undefined;
  const hasParent = text.startsWith(PARENT, ROOT_END);
  const end = hasParent ? PARENT_END : ROOT_END;
  if (hasParent && !isLowerHex(text, PARENT_AT, PARENT_END)) return undefined;
  const sampled = text.length === end ? undefined : readUsualSampled(text, end);
  if (sampled === undefined && text.length !== end) return undefined;
  const traceId = text.slice(ROOT.length, UNIQUE_AT - 1) + text.slice(UNIQUE_AT, ROOT_END);
  const parentId = hasParent ? text.slice(PARENT_AT, PARENT_END) : undefined;
  // Ids of zeros are none.
  if (traceId === NO_TRACE_ID || parentId === NO_PARENT_ID) return undefined;
  const header: { -readonly [Key in keyof TraceHeader]: TraceHeader[Key] } = { traceId };
  if (parentId !== undefined) header.parentId = parentId;
  if (sampled !== undefined) header.sampled = sampled;
  return header;
}

function readUsualSampled(text: string, at: number): TraceHeader['sampled'] {
  if (text.length !== at + SAMPLED.length + 1 || !text.startsWith(SAMPLED, at)) return undefined;
  const value = text[at + SAMPLED.length];
  return value === '0' || value === '1' || value === '?' ? value : undefined;
}

function isLowerHex(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    // Beyond the end of the text it is NaN.
    if (!((code >= 48 /* 0 */ && code <= 57) /* 9 */ || (code >= 97 /* a */ && code <= 102)) /* f */) return false;
  }
  return true;
}

interface Draft {
  traceId?: string | undefined;
  parentId?: string | undefined;
  sampled?: '0' | '1' | '?' | undefined;
  lineage?: string | undefined;
  readonly custom: Map<string, string>;
}

function parseOne(text: string): TraceHeader | undefined {
  const draft: Draft = { custom: new Map() };
  for (const field of text.split(';')) readField(draft, field.trim());
  const { traceId, parentId, sampled } = draft;
  if (traceId === undefined) return undefined;
  return {
    traceId,
    ...(parentId !== undefined && { parentId }),
    ...(sampled !== undefined && { sampled }),
    ...keepCarried(draft),
  };
}

function readField(draft: Draft, field: string): void {
  const equals = field.indexOf('=');
  const key = field.slice(0, Math.max(equals, 0)).trim().toLowerCase();
  const value = field.slice(equals + 1).trim();
  if (key === '' || value === '') return;
  switch (key) {
    case 'root':
      draft.traceId ??= fromXRayTraceId(value);
      break;
    case 'parent':
      draft.parentId ??= readParentId(value);
      break;
    case 'sampled':
      draft.sampled ??= value === '0' || value === '1' || value === '?' ? value : undefined;
      break;
    case 'self':
      // A load balancer's own mark beside the Root of its caller; it means nothing to the next hop.
      break;
    case 'lineage':
      draft.lineage ??= PRINTABLE.test(value) ? value : undefined;
      break;
    default:
      if (PRINTABLE.test(field) && !draft.custom.has(key)) draft.custom.set(key, field);
  }
}

function readParentId(value: string): string | undefined {
  return PARENT_ID.test(value) && value !== NO_PARENT_ID ? value.toLowerCase() : undefined;
}

/** Lineage comes first, wherever it stood: without it Lambda cannot see that functions call each other in a loop. */
function keepCarried({ lineage, custom }: Draft): Pick<TraceHeader, 'lineage' | 'custom'> {
  const kept: string[] = [];
  let remainingBytes = MAX_CARRIED_BYTES;
  const fits = (field: string): boolean => {
    if (field.length > remainingBytes) return false;
    remainingBytes -= field.length + 1;
    return true;
  };
  const keptLineage = lineage !== undefined && fits(`Lineage=${lineage}`) ? lineage : undefined;
  for (const field of custom.values()) if (fits(field)) kept.push(field);
  return {
    ...(keptLineage !== undefined && { lineage: keptLineage }),
    ...(kept.length > 0 && { custom: kept.join(';') }),
  };
}

function withinLimit(text: string): string {
  if (text.length <= MAX_TRACE_HEADER_LENGTH) return text;
  return text.slice(0, text.lastIndexOf(';', MAX_TRACE_HEADER_LENGTH) + 1);
}
