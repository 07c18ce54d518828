import { diag } from '@opentelemetry/api';
import type { ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
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

/** On the response itself, under its prototype's one `writeHead`: one of its own would slow each response down. */
const ANSWER = Symbol('otel-xray answer');
type Answering = object & { [ANSWER]?: string };

/** Prototypes of responses whose head takes the header along. */
const prepared = new WeakSet<object>();

/**
 * Makes a server's response carry `X-Amzn-Trace-Id: Root=…;Sampled=…`: `always`, or `requested`, only to a caller who
 * asked. To be called before the application's handler. Never throws.
 *
 * Nothing is set on the response before its head is written: the header joins the arguments of `writeHead`, or of
 * `respond` of an HTTP/2 stream, by which every head goes, implicit ones too. So the application sees and changes its
 * headers as if it were alone, one of the same name that it sets wins, and informational responses (1xx) stay as they
 * are.
 */
export function answerTraceHeader(
  response: ServerResponse | ServerHttp2Stream,
  trace: AnsweredTrace,
  mode: 'always' | 'requested' | 'never',
): void {
  if (mode === 'never' || (mode === 'requested' && !trace.requested)) return;
  try {
    const prototype = Object.getPrototypeOf(response) as object;
    if (!prepared.has(prototype)) prepare(prototype, 'writeHead' in response ? RESPONSE_METHODS : STREAM_METHODS);
    (response as Answering)[ANSWER] = `Root=${toXRayTraceId(trace.traceId)};Sampled=${trace.sampled ? '1' : '0'}`;
  } catch (error) {
    diag.debug('The trace header could not be prepared for a response.', error);
  }
}

/** Adds the header to the arguments of a method that sends a head. */
type AddToHead = (response: object, args: unknown[], value: string) => unknown[];

const RESPONSE_METHODS: Readonly<Record<string, AddToHead>> = {
  writeHead: (response, args, value) => withHeader(response as ServerResponse, args, value),
};
const STREAM_METHODS: Readonly<Record<string, AddToHead>> = {
  respond: (_stream, args, value) => withStreamHeader(args, 0, value),
  respondWithFD: (_stream, args, value) => withStreamHeader(args, 1, value),
  respondWithFile: (_stream, args, value) => withStreamHeader(args, 1, value),
};

/** Frameworks give a response another prototype later, but one that is above Node's own. */
function prepare(prototype: object, methods: Readonly<Record<string, AddToHead>>): void {
  for (
    let holder: object | null = prototype;
    holder !== null;
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    if (prepared.has(holder)) return;
    prepared.add(holder);
    const names = Object.keys(methods).filter((name) => Object.hasOwn(holder, name));
    for (const name of names) prepareMethod(holder, name, methods[name] as AddToHead);
    if (names.length > 0) return;
  }
}

function prepareMethod(holder: object, name: string, addToHead: AddToHead): void {
  const descriptor = Object.getOwnPropertyDescriptor(holder, name);
  const original = descriptor?.value as (this: object, ...args: unknown[]) => unknown;
  const method = {
    [name](this: Answering, ...args: unknown[]): unknown {
      const value = this[ANSWER];
      return original.apply(this, value === undefined ? args : addToHead(this, args, value));
    },
  };
  Object.defineProperty(holder, name, { ...descriptor, value: method[name] });
}

/** The arguments of `writeHead(status[, message][, headers])` with our header added in the form that headers have. */
function withHeader(response: ServerResponse, args: unknown[], value: string): unknown[] {
  try {
    // Read by place: taking a list apart goes through its iterator, at every response.
    const status = args[0];
    const isInformational = (Number(status) | 0) < 200;
    if (isInformational || response.headersSent || response.hasHeader(TRACE_HEADER_NAME)) return args;
    if (args.length === 1) {
      response.setHeader(RESPONSE_HEADER, value);
      return args;
    }
    const message = args[1];
    const hasMessage = typeof message === 'string';
    const headers = addHeader(hasMessage ? args[2] : (args[2] ?? message), value, response);
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

/** The arguments of `respond([headers[, options]])` and its like with our header added to the headers at `index`. */
function withStreamHeader(args: unknown[], index: number, value: string): unknown[] {
  try {
    const headers = args[index] ?? {};
    if (typeof headers !== 'object') return args;
    const names = Array.isArray(headers) ? headers.filter((_, at) => at % 2 === 0) : Object.keys(headers);
    if (names.some(isTraceHeader)) return args;
    const withOurs = Array.isArray(headers)
      ? [...(headers as unknown[]), TRACE_HEADER_NAME, value]
      : { ...headers, [TRACE_HEADER_NAME]: value };
    return args.toSpliced(index, 1, withOurs);
  } catch (error) {
    diag.debug('The trace header could not be added to a response.', error);
    return args;
  }
}

function isTraceHeader(name: unknown): boolean {
  return (
    typeof name === 'string' && name.length === TRACE_HEADER_NAME.length && name.toLowerCase() === TRACE_HEADER_NAME
  );
}
