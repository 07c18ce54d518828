/** https://grpc.io/docs/guides/status-codes/, each at its number. */
const NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** Headers and trailers of an answer, as far as they have come. */
export type GrpcFields = Readonly<Record<string, string | number | string[] | undefined>>;

/** How a call ended, by gRPC's name. */
export type GrpcStatusName = (typeof NAMES)[number];

/** How a call ended. */
export interface GrpcStatus {
  readonly name: GrpcStatusName;
  /** What the server said, or what happened to the connection. */
  readonly details: string;
  /** The server said when to ask again: `google.rpc.RetryInfo`. */
  readonly asksToRetry: boolean;
}

/** A status as an error: message `14 UNAVAILABLE: details`, `code` the number. */
export class GrpcError extends Error {
  readonly code: number;

  constructor({ name, details }: GrpcStatus) {
    const code = NAMES.indexOf(name);
    super(`${code} ${name}: ${details}`);
    this.code = code;
  }
}

/**
 * Reads the status of an answer from its headers and trailers; undefined where there was none.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 * @see https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md
 */
export function readGrpcStatus(fields: GrpcFields): GrpcStatus | undefined {
  const { ':status': httpStatus, 'grpc-status': code, 'grpc-message': message } = fields;
  if (typeof code === 'string') {
    const details = typeof message === 'string' ? percentDecoded(message) : '';
    return { name: NAMES[Number(code)] ?? 'UNKNOWN', details, asksToRetry: hasRetryInfo(fields) };
  }
  if (typeof httpStatus !== 'number' || httpStatus === 200) return undefined;
  return { name: nameOfHttpStatus(httpStatus), details: `HTTP status ${httpStatus}`, asksToRetry: false };
}

/** Whether the same request may succeed a moment later: https://opentelemetry.io/docs/specs/otlp/#failures */
export function isRetryable({ name, asksToRetry }: Pick<GrpcStatus, 'name' | 'asksToRetry'>): boolean {
  switch (name) {
    case 'CANCELLED':
    case 'DEADLINE_EXCEEDED':
    case 'ABORTED':
    case 'OUT_OF_RANGE':
    case 'UNAVAILABLE':
    case 'DATA_LOSS':
      return true;
    case 'RESOURCE_EXHAUSTED':
      return asksToRetry;
    default:
      return false;
  }
}

function nameOfHttpStatus(status: number): GrpcStatusName {
  switch (status) {
    case 400:
      return 'INTERNAL';
    case 401:
      return 'UNAUTHENTICATED';
    case 403:
      return 'PERMISSION_DENIED';
    case 404:
      return 'UNIMPLEMENTED';
    case 429:
    case 502:
    case 503:
    case 504:
      return 'UNAVAILABLE';
    default:
      return 'UNKNOWN';
  }
}

function hasRetryInfo({ 'grpc-status-details-bin': details }: GrpcFields): boolean {
  return typeof details === 'string' && Buffer.from(details, 'base64').includes('google.rpc.RetryInfo');
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Some servers send a bare percent sign.
    return text;
  }
}
