import { type Context, diag } from '@opentelemetry/api';
import { TRACE_HEADER_NAME, formatTraceHeader, parseTraceHeader } from '../../xray/trace-header.ts';
import type { AwsTraceHeaders } from './aws-trace-headers.ts';

/** Headers of a request of either AWS SDK: names in any case. */
export type RequestHeaders = Record<string, string | undefined>;

const nothingToUndo = (): void => undefined;

/**
 * Writes the trace headers of `context` into the headers of a signed request: exactly one of each name,
 * whatever its case, in place of one that was there. The `Lineage` that the AWS SDKs copy from Lambda's
 * environment for its recursion detection is kept, and a header that the signature covers is left alone.
 * Never throws.
 *
 * @returns a function that puts back what was there before, for an SDK that signs the same request again
 */
export function writeTraceHeaders(
  headers: RequestHeaders,
  context: Context,
  traceHeaders: AwsTraceHeaders,
  host?: string,
): () => void {
  try {
    const carrier: Record<string, string> = {};
    traceHeaders.inject(context, carrier, host);
    const names = Object.keys(carrier);
    if (names.length === 0) return nothingToUndo;
    const present = presentOf(headers, names);
    if (present.length > 0) return replaceHeaders(headers, carrier, present);
    for (const name of names) headers[name] = carrier[name];
    return () => {
      for (const name of names) delete headers[name];
    };
  } catch (error) {
    diag.debug('The trace headers could not be written into an AWS request.', error);
    return nothingToUndo;
  }
}

/** The names, as they are spelt, of the request's own headers that ours take the place of. */
function presentOf(headers: RequestHeaders, names: readonly string[]): readonly string[] {
  // Most headers differ in length already, which one number tells for all of ours.
  let lengths = 1 << TRACESTATE.length;
  for (const name of names) lengths |= 1 << name.length;
  let present: string[] | undefined;
  for (const header in headers)
    if ((lengths >>> header.length) & 1 && isReplaced(header.toLowerCase(), names)) (present ??= []).push(header);
  return present ?? NONE;
}

const TRACESTATE = 'tracestate';
const NONE: readonly string[] = [];

/** A tracestate belongs to its traceparent: another trace's must not stay beside ours. */
function isReplaced(header: string, names: readonly string[]): boolean {
  const isOf = (name: string): boolean => name.toLowerCase() === header;
  return names.some(isOf) || (header === TRACESTATE && names.some((name) => name.toLowerCase() === 'traceparent'));
}

function replaceHeaders(
  headers: RequestHeaders,
  carrier: Readonly<Record<string, string>>,
  present: readonly string[],
): () => void {
  const signed = signedHeaderNames(headers);
  const before = new Map<string, string | undefined>();
  let lineageSource: string | undefined;
  for (const name of present) {
    const lowerName = name.toLowerCase();
    if (signed.has(lowerName)) continue;
    if (lowerName === TRACE_HEADER_NAME) lineageSource = headers[name];
    before.set(name, headers[name]);
    delete headers[name];
  }
  const written: string[] = [];
  for (const [name, value] of Object.entries(carrier)) {
    const lowerName = name.toLowerCase();
    if (signed.has(lowerName)) continue;
    headers[name] = lowerName === TRACE_HEADER_NAME ? withLineage(value, lineageSource) : value;
    written.push(name);
  }
  return () => {
    for (const name of written) delete headers[name];
    for (const [name, value] of before) headers[name] = value;
  };
}

/** Names, in lower case, that the request's SigV4 signature covers. */
function signedHeaderNames(headers: RequestHeaders): ReadonlySet<string> {
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() !== 'authorization' || typeof value !== 'string') continue;
    const list = /SignedHeaders=([^,\s]*)/.exec(value)?.[1];
    if (list !== undefined) return new Set(list.toLowerCase().split(';'));
  }
  return new Set();
}

function withLineage(header: string, source: string | undefined): string {
  const lineage = source === undefined ? undefined : parseTraceHeader(source)?.lineage;
  if (lineage === undefined) return header;
  const parsed = parseTraceHeader(header);
  return parsed === undefined || parsed.lineage !== undefined ? header : formatTraceHeader({ ...parsed, lineage });
}
