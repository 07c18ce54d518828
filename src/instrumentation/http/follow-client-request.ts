import type { Span } from '@opentelemetry/api';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { type ClientRecord, createClientRecord } from './client-record.ts';
import { follow } from './follow-emitter.ts';

/** Records on `span` what becomes of a request, until its answer has been read or it failed; then the span ends. */
export function followClientRequest(request: ClientRequest, span: Span): void {
  const record = createClientRecord(span, request.getHeader('user-agent'));
  let isAnswered = false;
  follow(request, {
    observe: (event, argument) => {
      switch (event) {
        case 'response':
          isAnswered = true;
          answer(record, argument as IncomingMessage);
          followResponse(argument as IncomingMessage, record);
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

function followResponse(response: IncomingMessage, record: ClientRecord): void {
  follow(response, {
    observe: (event, argument) => {
      if (event === 'error') record.fail(argument);
      else if (event === 'end') record.end();
      // Where nobody listens to errors, Node keeps the one of a broken connection to itself.
      else if (event === 'close' && response.errored) record.fail(response.errored);
      else if (event === 'close') record.end();
    },
  });
}
