import type { ClientRequest, IncomingMessage } from 'node:http';
import { statedLengthIn } from './body-size.ts';
import type { ClientRecord } from './client-record.ts';
import { type Followed, follow } from './follow-emitter.ts';

/** Records what becomes of a request, until its answer has been read or it failed; nothing where there is no record. */
export function followClientRequest(request: ClientRequest, record: ClientRecord | undefined): void {
  if (record === undefined) return follow(request, undefined);
  record.userAgent(request.getHeader('user-agent'));
  follow(request, new RecordedExchange(request, record));
}

/** A request that is recorded and its answer, whose events fill the record. */
class RecordedExchange implements Followed {
  readonly context = undefined;
  readonly ofAnswer: Followed = this;
  readonly #request: ClientRequest;
  readonly #record: ClientRecord;
  #answer: IncomingMessage | undefined;
  /** Bytes of the body are counted where the answer's head does not tell them. */
  #isCounted = false;

  constructor(request: ClientRequest, record: ClientRecord) {
    this.#request = request;
    this.#record = record;
  }

  observe(event: string | symbol, argument: unknown, emitter: object): void {
    if (emitter === this.#request) this.#observeRequest(event, argument);
    else if (emitter === this.#answer) this.#observeAnswer(event, argument, this.#answer);
  }

  #observeRequest(event: string | symbol, argument: unknown): void {
    switch (event) {
      case 'response':
        this.#answer = argument as IncomingMessage;
        this.#connected(this.#answer);
        this.#beginBody(this.#answer);
        break;
      case 'upgrade':
      case 'connect':
        // From here on the connection is the application's.
        this.#connected(argument as IncomingMessage);
        this.#record.end();
        break;
      case 'error':
        this.#record.fail(argument);
        break;
      case 'close':
        // A request closes before its answer tells that it broke off.
        if (this.#answer === undefined) this.#record.end();
        break;
      default:
    }
  }

  #connected({ statusCode, httpVersion, socket }: IncomingMessage): void {
    this.#record.connected(httpVersion, socket);
    this.#record.answer(statusCode);
  }

  #beginBody(answer: IncomingMessage): void {
    const hasBody = this.#request.method !== 'HEAD' && answer.statusCode !== 304;
    const stated = hasBody ? statedLengthIn(answer.rawHeaders) : undefined;
    this.#record.received(stated);
    this.#isCounted = hasBody && stated === undefined;
  }

  #observeAnswer(event: string | symbol, argument: unknown, answer: IncomingMessage): void {
    if (event === 'data') {
      if (this.#isCounted) this.#record.received(bytesOf(argument, answer.readableEncoding));
    } else if (event === 'error') this.#record.fail(argument);
    else if (event === 'end') this.#record.end();
    // Where nobody listens to errors, Node keeps the one of a broken connection to itself.
    else if (event === 'close' && answer.errored) this.#record.fail(answer.errored);
    else if (event === 'close') this.#record.end();
  }
}

function bytesOf(chunk: unknown, encoding: BufferEncoding | null): number {
  if (typeof chunk === 'string') return Buffer.byteLength(chunk, encoding ?? 'utf8');
  return chunk instanceof Uint8Array ? chunk.byteLength : 0;
}
