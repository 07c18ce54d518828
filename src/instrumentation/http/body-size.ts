import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { followedBy } from './follow-emitter.ts';
import { replaceMethod } from './replace-method.ts';

/** What is read of a response: `_header` is the head as it was sent, whichever way the application gave it. */
type Counted = ServerResponse & { readonly _header?: unknown };

const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)\r\n/i;

/**
 * Bytes of the body of a response that has been sent: what its head says, otherwise what was counted.
 *
 * @param writtenBytes what {@link makeCountable} counted
 * @returns undefined where the answer has no body (HEAD, 204, 304)
 */
export function bodyBytesOf(response: ServerResponse, method: string, writtenBytes: number): number | undefined {
  const { statusCode } = response;
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304) return undefined;
  return lengthOf(response.getHeader('content-length')) ?? lengthInHead(response) ?? writtenBytes;
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

/**
 * The `Content-Length` in headers as they came, `[name, value, …]`. `headers` of a message is made of these when
 * somebody asks for it, which the application need not do.
 */
export function statedLengthIn(rawHeaders: readonly string[]): number | undefined {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    // Of several Node takes the first.
    if (name?.length === CONTENT_LENGTH_NAME.length && name.toLowerCase() === CONTENT_LENGTH_NAME)
      return lengthOf(rawHeaders[index + 1]);
  }
  return undefined;
}

const CONTENT_LENGTH_NAME = 'content-length';

function lengthOf(value: OutgoingHttpHeader | undefined): number | undefined {
  const bytes = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

/**
 * Makes responses of a class ones whose bodies are counted where what follows them counts (`writtenBytes`). Gives a
 * function that undoes it.
 */
export function makeCountable(prototype: object): () => void {
  const undo = (['write', 'end'] as const).map((name) => {
    // Looked up by name at each call, what the class inherits may be replaced later.
    const source = sourceOf(prototype, name);
    const counting: Write = function (...args) {
      const followed = followedBy(this);
      if (followed?.writtenBytes !== undefined && isCounted(this, name))
        followed.writtenBytes += bytesOf(args[0], args[1]);
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
