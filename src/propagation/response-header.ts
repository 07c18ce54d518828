import { diag } from '@opentelemetry/api';
import type { ServerResponse } from 'node:http';
import { toXRayTraceId } from '../xray/trace-id.ts';
import { TRACE_HEADER_NAME } from '../xray/trace-header.ts';

/** What a server answers about the trace of a request. */
export interface AnsweredTrace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  readonly sampled: boolean;
  /** True when the caller asked by `Sampled=?`. */
  readonly requested: boolean;
}

/** As AWS spells it. */
const RESPONSE_HEADER = 'X-Amzn-Trace-Id';

/**
 * Makes a server's response carry `X-Amzn-Trace-Id: Root=…;Sampled=…`: `always`, or `requested`, only to a caller who
 * asked. To be called before the application's handler. Never throws.
 *
 * Nothing is set on the response before its head is written: the header joins the arguments of `writeHead`, by which
 * every head goes, implicit ones too. So the application sees and changes its headers as if it were alone, one of the
 * same name that it sets wins, and informational responses (1xx) stay as they are.
 */
export function answerTraceHeader(
  response: ServerResponse,
  trace: AnsweredTrace,
  mode: 'always' | 'requested' | 'never',
): void {
  if (mode === 'never' || (mode === 'requested' && !trace.requested)) return;
  try {
    const own = Object.getOwnPropertyDescriptor(response, 'writeHead')?.value as unknown;
    const value = `Root=${toXRayTraceId(trace.traceId)};Sampled=${trace.sampled ? '1' : '0'}`;
    const writeHead = function (this: ServerResponse, ...args: unknown[]): unknown {
      // Looked up late: frameworks give the response another prototype after this.
      const next: unknown = own ?? Reflect.get(Object.getPrototypeOf(response) as object, 'writeHead');
      return Reflect.apply(next as ServerResponse['writeHead'], this, withHeader(this, args, value));
    };
    Object.defineProperty(response, 'writeHead', {
      value: writeHead,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  } catch (error) {
    diag.debug('The trace header could not be prepared for a response.', error);
  }
}

/** The arguments of `writeHead(status[, message][, headers])` with our header added in the form that headers have. */
function withHeader(response: ServerResponse, args: unknown[], value: string): unknown[] {
  try {
    const [status, message, third] = args;
    const isInformational = (Number(status) | 0) < 200;
    if (isInformational || response.headersSent || response.hasHeader(TRACE_HEADER_NAME)) return args;
    const hasMessage = typeof message === 'string';
    const headers = addHeader(hasMessage ? third : (third ?? message), value, response);
    if (headers === undefined) return args;
    return hasMessage ? [status, message, headers] : [status, headers];
  } catch (error) {
    // Hostile headers; Node says to the application what is wrong with them.
    diag.debug('The trace header could not be added to a response.', error);
    return args;
  }
}

/** A copy of the headers with ours; undefined where the application has its own or the form is not one of Node's. */
function addHeader(headers: unknown, value: string, response: ServerResponse): unknown {
  if (headers === undefined || headers === null) return { [RESPONSE_HEADER]: value };
  if (typeof headers !== 'object') return undefined;
  if (!Array.isArray(headers))
    return Object.keys(headers).some(isTraceHeader) ? undefined : { ...headers, [RESPONSE_HEADER]: value };
  if (!Array.isArray(headers[0]))
    return headers.some((name, index) => index % 2 === 0 && isTraceHeader(name))
      ? undefined
      : [...headers, RESPONSE_HEADER, value];
  // Node refuses pairs once a header was set on the response; then nothing of ours may blur what it says.
  if (response.getHeaderNames().length > 0) return undefined;
  return headers.some((pair) => Array.isArray(pair) && isTraceHeader(pair[0]))
    ? undefined
    : [...headers, [RESPONSE_HEADER, value]];
}

function isTraceHeader(name: unknown): boolean {
  return (
    typeof name === 'string' && name.length === TRACE_HEADER_NAME.length && name.toLowerCase() === TRACE_HEADER_NAME
  );
}
