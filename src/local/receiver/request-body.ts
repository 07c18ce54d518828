import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';

/** A request's body, decompressed, or the answer to give instead. */
export type RequestBody =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly statusCode: 400 | 413 | 415; readonly reason: string };

const DECOMPRESSORS = { gzip: promisify(gunzip), deflate: promisify(inflate) };

/** Reads and decompresses (gzip, deflate) the body of a request, each step up to `maxBytes`. Never rejects. */
export async function readRequestBody(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'deflate') {
    return { ok: false, statusCode: 415, reason: 'The content encoding is unknown; expected gzip, deflate or none.' };
  }
  const body = await readBytes(request, maxBytes);
  if (!body.ok || encoding === 'identity') return body;
  try {
    return { ok: true, bytes: await DECOMPRESSORS[encoding](body.bytes, { maxOutputLength: maxBytes }) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes);
    return { ok: false, statusCode: 400, reason: `The body is not ${encoding}.` };
  }
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) continue;
      length += chunk.length;
      if (length > maxBytes) return tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch {
    // The producer broke off; the answer goes nowhere, but it ends the request.
    return { ok: false, statusCode: 400, reason: 'The body ended early.' };
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}

function tooLarge(maxBytes: number): RequestBody {
  return { ok: false, statusCode: 413, reason: `The body is larger than ${maxBytes} bytes.` };
}
