import { type ClientHttp2Session, type ClientHttp2Stream, constants } from 'node:http2';
import { compress } from './compress.ts';
import { describeFailure } from './describe-failure.ts';
import { GrpcError, type GrpcFields, type GrpcStatus, isRetryable, readGrpcStatus } from './grpc-status.ts';
import { openSession, type SessionOptions } from './http2-session.ts';
import { isNobodyListening, type OtlpAnswer, type OtlpClient } from './otlp-client.ts';
import { toError } from './to-error.ts';
import { explainWrongPort } from './wrong-port.ts';

const EXPORT_METHOD = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** After so many time-outs in a row the connection is taken for half-open and made anew. */
const MAX_TIMEOUTS_IN_A_ROW = 5;

/** A compressed-flag and a length go before each message. */
const PREFIX_LENGTH = 5;

/** How to reach a collector over gRPC. */
export interface GrpcClientOptions extends SessionOptions {
  /** Legal in HTTP/2, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly isCompressed: boolean;
  readonly userAgent: string;
}

/**
 * A client of OTLP's trace service over gRPC, on one HTTP/2 connection that is made by the first request. Nothing
 * of it keeps a process alive, but for a connection that is being made, and that for a second at most.
 *
 * Not `@grpc/grpc-js`, whose calls and attempts to connect keep a process alive: three minutes where a firewall
 * drops the packets.
 */
export function createGrpcClient(options: GrpcClientOptions): OtlpClient {
  return new TraceServiceClient(options);
}

/** What has come of an answer. */
interface Received {
  fields: GrpcFields;
  readonly body: Buffer[];
  error?: Error;
}

class TraceServiceClient implements OtlpClient {
  readonly #options: GrpcClientOptions;
  readonly #cancellations = new Set<() => void>();
  #session: ClientHttp2Session | undefined;
  #timeoutsInARow = 0;

  constructor(options: GrpcClientOptions) {
    this.#options = options;
  }

  async send(request: Uint8Array, leftMillis: number, timeoutMillis = leftMillis): Promise<OtlpAnswer> {
    try {
      const { isCompressed } = this.#options;
      const message = frame(isCompressed ? await compress(request) : request, isCompressed);
      return await this.#exchange(this.#connect(), message, leftMillis, timeoutMillis);
    } catch (error) {
      return { status: 'failure', error: toError(error) };
    }
  }

  close(): void {
    for (const cancel of this.#cancellations) cancel();
    this.#session?.destroy();
    this.#session = undefined;
  }

  #connect(): ClientHttp2Session {
    const open = this.#session?.closed === false && !this.#session.destroyed ? this.#session : undefined;
    this.#session = open ?? openSession(this.#options);
    return this.#session;
  }

  #exchange(
    session: ClientHttp2Session,
    message: Buffer,
    leftMillis: number,
    timeoutMillis: number,
  ): Promise<OtlpAnswer> {
    return new Promise((resolve) => {
      const stream = session.request(this.#headers(leftMillis));
      const received: Received = { fields: {}, body: [] };
      let ownEnd: GrpcStatus | undefined;
      const end = (name: 'CANCELLED' | 'DEADLINE_EXCEEDED', details: string): void => {
        ownEnd = { name, details, asksToRetry: false };
        stream.close(constants.NGHTTP2_CANCEL);
        // A stream that waits for its connection is closed by nothing else.
        stream.destroy();
      };
      const cancel = (): void => end('CANCELLED', 'the exporter was shut down');
      const timer = setTimeout(
        () => end('DEADLINE_EXCEEDED', `no answer within ${timeoutMillis} ms`),
        leftMillis,
      ).unref();
      this.#cancellations.add(cancel);
      receive(stream, received);
      stream.on('close', () => {
        clearTimeout(timer);
        this.#cancellations.delete(cancel);
        const status = ownEnd ?? readGrpcStatus(received.fields) ?? lost(received.error);
        this.#watchTimeouts(status);
        resolve(toAnswer(status, Buffer.concat(received.body)));
      });
      stream.end(message);
    });
  }

  #headers(leftMillis: number): Record<string, string> {
    const { headers, isCompressed, userAgent } = this.#options;
    return {
      ...headers,
      ':method': 'POST',
      ':path': EXPORT_METHOD,
      'content-type': 'application/grpc',
      'user-agent': userAgent,
      'grpc-timeout': `${Math.min(99_999_999, Math.max(1, Math.ceil(leftMillis)))}m`,
      ...(isCompressed && { 'grpc-encoding': 'gzip' }),
      te: 'trailers',
    };
  }

  #watchTimeouts({ name }: GrpcStatus): void {
    this.#timeoutsInARow = name === 'DEADLINE_EXCEEDED' ? this.#timeoutsInARow + 1 : 0;
    if (this.#timeoutsInARow < MAX_TIMEOUTS_IN_A_ROW) return;
    this.#timeoutsInARow = 0;
    this.close();
  }
}

function receive(stream: ClientHttp2Stream, received: Received): void {
  const addFields = (fields: GrpcFields): void => {
    received.fields = { ...received.fields, ...fields };
  };
  stream.on('response', addFields).on('trailers', addFields);
  stream.on('data', (chunk: Buffer) => received.body.push(chunk));
  stream.on('error', (error: Error) => {
    received.error = error;
  });
}

/** The call ended without an answer. A failed connection is the cause of the failure of the calls that wait for it. */
function lost(error: Error | undefined): GrpcStatus {
  const details = error === undefined ? 'the connection was closed' : describeFailure(error.cause ?? error);
  return { name: 'UNAVAILABLE', details, asksToRetry: false };
}

function toAnswer(status: GrpcStatus, body: Buffer): OtlpAnswer {
  if (status.name === 'OK') return { status: 'success', body: unframe(body) };
  const error = explainWrongPort(new GrpcError(status), 'grpc');
  return isRetryable(status)
    ? { status: 'retryable', error, nobodyListens: isNobodyListening(error) }
    : { status: 'failure', error };
}

/** https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests, Length-Prefixed-Message */
function frame(message: Uint8Array, isCompressed: boolean): Buffer {
  const framed = Buffer.allocUnsafe(PREFIX_LENGTH + message.length);
  framed.writeUInt8(isCompressed ? 1 : 0, 0);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX_LENGTH);
  return framed;
}

/** Nobody was offered a compression, so the answer has none. */
function unframe(body: Buffer): Buffer {
  return body.subarray(PREFIX_LENGTH);
}
