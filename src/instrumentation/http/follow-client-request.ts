import type { ClientRequest, IncomingMessage } from 'node:http';
import { statedLength } from './body-size.ts';
import type { ClientRecord } from './client-record.ts';
import { follow } from './follow-emitter.ts';

/** Records what becomes of a request, until its answer has been read or it failed. */
export function followClientRequest(request: ClientRequest, record: ClientRecord): void {
  record.userAgent(request.getHeader('user-agent'));
  let isAnswered = false;
  follow(request, {
    observe: (event, argument) => {
      switch (event) {
        case 'response':
          isAnswered = true;
          answer(record, argument as IncomingMessage);
          followResponse(argument as IncomingMessage, request.method, record);
          break;
        case 'upgrade':
        case 'connect':
          // From here on the connection is the application's.
          answer(record, argument as IncomingMessage);
          record.end();
          break;
        case 'error':
          record.fail(argument);
          break;
        case 'close':
          // A request closes before its answer tells that it broke off.
          if (!isAnswered) record.end();
          break;
        default:
      }
    },
  });
}

function answer(record: ClientRecord, { statusCode, httpVersion, socket }: IncomingMessage): void {
  record.connected(httpVersion, socket);
  record.answer(statusCode);
}

function followResponse(response: IncomingMessage, method: string, record: ClientRecord): void {
  const hasBody = method !== 'HEAD' && response.statusCode !== 304;
  const stated = hasBody ? statedLength(response.headers) : undefined;
  record.received(stated);
  const isCounted = hasBody && stated === undefined;
  follow(response, {
    observe: (event, argument) => {
      if (event === 'data') {
        if (isCounted) record.received(bytesOf(argument, response.readableEncoding));
      } else if (event === 'error') record.fail(argument);
      else if (event === 'end') record.end();
      // Where nobody listens to errors, Node keeps the one of a broken connection to itself.
      else if (event === 'close' && response.errored) record.fail(response.errored);
      else if (event === 'close') record.end();
    },
  });
}

function bytesOf(chunk: unknown, encoding: BufferEncoding | null): number {
  if (typeof chunk === 'string') return Buffer.byteLength(chunk, encoding ?? 'utf8');
  return chunk instanceof Uint8Array ? chunk.byteLength : 0;
}
