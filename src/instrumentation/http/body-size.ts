import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { replaceMethod } from './replace-method.ts';

/** Bytes written so far, on a response whose body is counted. */
const WRITTEN = Symbol('otel-xray written');

/** What is read of a response: `_header` is the head as it was sent, whichever way the application gave it. */
type Counted = ServerResponse & { [WRITTEN]?: number; readonly _header?: unknown };

const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)\r\n/i;

/** Counts the body of a response from now on, where its head will not tell its length. */
export function countBody(response: ServerResponse): void {
  (response as Counted)[WRITTEN] = 0;
}

/**
 * Bytes of the body of a response that has been sent: what its head says, otherwise what was counted.
 *
 * @returns undefined where nothing was counted or the answer has no body (HEAD, 204, 304)
 */
export function bodyBytesOf(response: ServerResponse, method: string): number | undefined {
  const { statusCode, [WRITTEN]: written } = response as Counted;
  if (written === undefined || method === 'HEAD' || statusCode === 204 || statusCode === 304) return undefined;
  return lengthOf(response.getHeader('content-length')) ?? lengthInHead(response) ?? written;
}

/** Node adds the header itself where it knows the length, and headers given to `writeHead` alone it only writes. */
function lengthInHead({ _header: head }: Counted): number | undefined {
  const stated = typeof head === 'string' ? CONTENT_LENGTH.exec(head)?.[1] : undefined;
  return stated === undefined ? undefined : Number(stated);
}

/** The `Content-Length` of headers that have it as text or number. */
export function statedLength(headers: OutgoingHttpHeaders): number | undefined {
  return lengthOf(headers['content-length']);
}

function lengthOf(value: OutgoingHttpHeader | undefined): number | undefined {
  const bytes = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

/** Makes responses of a class ones whose bodies can be counted. Gives a function that undoes it. */
export function makeCountable(prototype: object): () => void {
  const undo = (['write', 'end'] as const).map((name) => {
    // Looked up by name at each call, what the class inherits may be replaced later.
    const source = sourceOf(prototype, name);
    const counting: Write = function (...args) {
      const written = this[WRITTEN];
      if (written !== undefined && isCounted(this, name)) this[WRITTEN] = written + bytesOf(args[0], args[1]);
      return name === 'write' ? source.write.apply(this, args) : source.end.apply(this, args);
    };
    return replaceMethod<Counted, unknown[], unknown>(prototype, name, () => counting);
  });
  return () => undo.forEach((restore) => restore());
}

type Write = (this: Counted, ...args: unknown[]) => unknown;
type Source = Readonly<Record<'write' | 'end', Write>>;

function sourceOf(prototype: object, name: 'write' | 'end'): Source {
  const own = Object.getOwnPropertyDescriptor(prototype, name)?.value as Write | undefined;
  return own === undefined ? (Object.getPrototypeOf(prototype) as Source) : { write: own, end: own };
}

/** What a response ends with before its head was made is its whole body: Node writes its length into the head. */
function isCounted(response: ServerResponse, method: string): boolean {
  return method === 'write' || response.headersSent || response.hasHeader('transfer-encoding');
}

function bytesOf(chunk: unknown, encoding: unknown): number {
  if (typeof chunk === 'string')
    return Buffer.byteLength(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8');
  return chunk instanceof Uint8Array ? chunk.byteLength : 0;
}
