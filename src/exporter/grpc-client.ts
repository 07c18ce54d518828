import {
  Client,
  compressionAlgorithms,
  status,
  type ChannelCredentials,
  type Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { isNobodyListening, type OtlpAnswer, type OtlpClient } from './otlp-client.ts';
import { toError } from './to-error.ts';

const EXPORT_METHOD = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** After so many time-outs in a row the connection is taken for half-open and made anew. */
const MAX_TIMEOUTS_IN_A_ROW = 5;

/** https://opentelemetry.io/docs/specs/otlp/#failures; RESOURCE_EXHAUSTED counts only with a RetryInfo. */
const RETRYABLE_CODES: ReadonlySet<number> = new Set([
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.OUT_OF_RANGE,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);

/** How to reach a collector over gRPC. */
export interface GrpcClientOptions {
  /** `host:port`, or `unix:/path`. */
  readonly address: string;
  readonly credentials: ChannelCredentials;
  readonly metadata: Metadata;
  readonly isCompressed: boolean;
  readonly userAgent: string;
}

/** A client of OTLP's trace service over gRPC; it connects with its first request. */
export function createGrpcClient(options: GrpcClientOptions): OtlpClient {
  return new TraceServiceClient(options);
}

class TraceServiceClient implements OtlpClient {
  readonly #options: GrpcClientOptions;
  readonly #cancellations = new Set<() => void>();
  #client: Client | undefined;
  #timeoutsInARow = 0;

  constructor(options: GrpcClientOptions) {
    this.#options = options;
  }

  send(request: Uint8Array, timeoutMillis: number): Promise<OtlpAnswer> {
    return new Promise<OtlpAnswer>((resolve) => {
      const client = (this.#client ??= this.#connect());
      const options = { deadline: Date.now() + timeoutMillis };
      const bytes = Buffer.from(request.buffer, request.byteOffset, request.byteLength);
      const call = client.makeUnaryRequest(
        EXPORT_METHOD,
        pass,
        pass,
        bytes,
        this.#options.metadata,
        options,
        (error, body) => {
          this.#cancellations.delete(cancel);
          this.#watchTimeouts(error);
          resolve(error === null ? { status: 'success', body: body ?? Buffer.alloc(0) } : toAnswer(error));
        },
      );
      const cancel = () => call.cancel();
      this.#cancellations.add(cancel);
    }).catch((error: unknown) => ({ status: 'failure', error: toError(error) }));
  }

  close(): void {
    for (const cancel of this.#cancellations) cancel();
    this.#client?.close();
    this.#client = undefined;
  }

  #connect(): Client {
    const { address, credentials, isCompressed, userAgent } = this.#options;
    return new Client(address, credentials, {
      'grpc.primary_user_agent': userAgent,
      'grpc.default_compression_algorithm': isCompressed ? compressionAlgorithms.gzip : compressionAlgorithms.identity,
    });
  }

  #watchTimeouts(error: ServiceError | null): void {
    this.#timeoutsInARow = error?.code === status.DEADLINE_EXCEEDED ? this.#timeoutsInARow + 1 : 0;
    if (this.#timeoutsInARow < MAX_TIMEOUTS_IN_A_ROW) return;
    this.#timeoutsInARow = 0;
    this.close();
  }
}

function pass(bytes: Buffer): Buffer {
  return bytes;
}

function toAnswer(error: ServiceError): OtlpAnswer {
  return isRetryable(error)
    ? { status: 'retryable', error, nobodyListens: isNobodyListening(error) }
    : { status: 'failure', error };
}

/** Whether the collector may accept the same request a moment later, by the gRPC status of its answer. */
export function isRetryable({ code, metadata }: Pick<ServiceError, 'code' | 'metadata'>): boolean {
  if (code !== status.RESOURCE_EXHAUSTED) return RETRYABLE_CODES.has(code);
  return metadata.get('grpc-status-details-bin').some((details) => details.includes('google.rpc.RetryInfo'));
}
