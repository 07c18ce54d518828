import { randomBytes } from 'node:crypto';

const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const VARINT = 0;
/** https://github.com/open-telemetry/opentelemetry-proto, SpanKind */
const SPAN_KIND_SERVER = 2;

/** A trace of one span, as `ExportTraceServiceRequest` in protobuf, and its id as X-Ray shows it. */
export interface TestTrace {
  readonly request: Uint8Array;
  /** `1-65535f00-…`. */
  readonly xrayTraceId: string;
}

/**
 * Makes a trace that ends now and took a millisecond, of a service "otel-xray doctor".
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
 */
export function createTestTrace(nowMillis: number): TestTrace {
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(nowMillis / 1000));
  const traceId = Buffer.concat([seconds, randomBytes(12)]);
  const endNanos = BigInt(Math.floor(nowMillis)) * 1_000_000n;
  const span = message(
    bytes(1, traceId),
    bytes(2, randomBytes(8)),
    text(5, 'otel-xray doctor'),
    varint(6, SPAN_KIND_SERVER),
    fixed64(7, endNanos - 1_000_000n),
    fixed64(8, endNanos),
  );
  const name = message(text(1, 'service.name'), bytes(2, message(text(1, 'otel-xray doctor'))));
  const resource = message(bytes(1, name));
  const scopeSpans = message(bytes(2, span));
  const hex = traceId.toString('hex');
  return {
    request: message(bytes(1, message(bytes(1, resource), bytes(2, scopeSpans)))),
    xrayTraceId: `1-${hex.slice(0, 8)}-${hex.slice(8)}`,
  };
}

function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

/** Only short messages: below 128 a length is one byte, below 16384 two. */
function bytes(field: number, content: Uint8Array): Buffer {
  const { length } = content;
  const prefix = length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7];
  return Buffer.concat([Buffer.from([(field << 3) | LENGTH_DELIMITED, ...prefix]), content]);
}

function text(field: number, content: string): Buffer {
  return bytes(field, Buffer.from(content));
}

function varint(field: number, value: number): Buffer {
  return Buffer.from([(field << 3) | VARINT, value]);
}

function fixed64(field: number, value: bigint): Buffer {
  const buffer = Buffer.alloc(9);
  buffer.writeUInt8((field << 3) | FIXED_64);
  buffer.writeBigUInt64LE(value, 1);
  return buffer;
}
