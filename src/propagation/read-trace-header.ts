import type { TextMapGetter } from '@opentelemetry/api';
import { parseTraceHeader, TRACE_HEADER_NAME } from '../xray/trace-header.ts';
import type { TraceHeader } from '../xray/trace-header.ts';

/** Values of a repeated header that are tried; more come only from somebody who tries us. */
const MAX_VALUES = 8;

/** The first valid X-Ray trace header of a carrier, its name in any case; undefined without one. */
export function readTraceHeader(carrier: unknown, getter: TextMapGetter): TraceHeader | undefined {
  const value = getter.get(carrier, TRACE_HEADER_NAME) ?? findInAnyCase(carrier, getter);
  if (typeof value === 'string') return parseTraceHeader(value);
  if (!Array.isArray(value)) return undefined;
  for (const text of value.slice(0, MAX_VALUES)) {
    const header = typeof text === 'string' ? parseTraceHeader(text) : undefined;
    if (header !== undefined) return header;
  }
  return undefined;
}

function findInAnyCase(carrier: unknown, getter: TextMapGetter): string | string[] | undefined {
  for (const key of getter.keys(carrier)) {
    if (key.length === TRACE_HEADER_NAME.length && key.toLowerCase() === TRACE_HEADER_NAME)
      return getter.get(carrier, key);
  }
  return undefined;
}
