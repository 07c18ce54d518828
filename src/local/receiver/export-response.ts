/** How a request's message, and so its answer, is written. */
export type OtlpEncoding = 'protobuf' | 'json';

/**
 * A success answer to an export: empty, or with the number of spans that were left out
 * (https://opentelemetry.io/docs/specs/otlp/#partial-success).
 */
export function encodeExportResponse(encoding: OtlpEncoding, rejectedSpans: number): Buffer {
  const message = 'Spans without a valid trace id and span id were left out.';
  if (encoding === 'json') {
    const body = rejectedSpans > 0 && {
      partialSuccess: { rejectedSpans: String(rejectedSpans), errorMessage: message },
    };
    return Buffer.from(JSON.stringify(body || {}));
  }
  if (rejectedSpans === 0) return Buffer.alloc(0);
  return lengthDelimited(1, Buffer.concat([varintField(1, rejectedSpans), lengthDelimited(2, Buffer.from(message))]));
}

/** A failure answer over HTTP: `google.rpc.Status` with the gRPC code INVALID_ARGUMENT and one sentence. */
export function encodeErrorStatus(encoding: OtlpEncoding, message: string): Buffer {
  const code = 3;
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.concat([varintField(1, code), lengthDelimited(2, Buffer.from(message))]);
}

function varintField(field: number, value: number): Buffer {
  return Buffer.from([field << 3, ...varint(value)]);
}

function lengthDelimited(field: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(content.length)]), content]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}
