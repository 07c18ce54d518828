import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpProtocol } from '../config/config.ts';
import { contentTypeOf } from './content-type.ts';
import { encodeTraceRequest } from './encode-trace-request.ts';

/** What a collector took only in part: https://opentelemetry.io/docs/specs/otlp/#partial-success */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

/** The form of requests and answers on the wire. */
export interface OtlpEncoding {
  readonly contentType: string;
  encode(spans: ReadableSpan[]): Uint8Array | undefined;
  /** One request of several, in their order. */
  join(requests: readonly Uint8Array[]): Uint8Array;
  /** Undefined for complete success and for answers that cannot be read. */
  readPartialSuccess(answer: Uint8Array): PartialSuccess | undefined;
}

/** OTLP in protobuf, for gRPC and `http/protobuf`. */
export const protobufEncoding: OtlpEncoding = {
  contentType: contentTypeOf('http/protobuf'),
  encode: encodeTraceRequest,
  // Messages written one after another are the message that has the fields of all:
  // https://protobuf.dev/programming-guides/encoding/#last-one-wins
  join: (requests) => (requests.length === 1 ? (requests[0] ?? new Uint8Array()) : Buffer.concat(requests)),
  readPartialSuccess: (answer) =>
    readSafely(() => (answer.length === 0 ? undefined : ProtobufTraceSerializer.deserializeResponse(answer))),
};

/** OTLP in JSON, for `http/json`. */
export const jsonEncoding: OtlpEncoding = {
  contentType: contentTypeOf('http/json'),
  encode: (spans) => JsonTraceSerializer.serializeRequest(spans),
  join: joinJson,
  // Not by upstream's serializer, which warns at every answer that is not JSON.
  readPartialSuccess: (answer) => readSafely((): unknown => JSON.parse(Buffer.from(answer).toString())),
};

/** The encoding that a protocol asks for. */
export function encodingOf(protocol: OtlpProtocol): OtlpEncoding {
  return protocol === 'http/json' ? jsonEncoding : protobufEncoding;
}

const JSON_START = '{"resourceSpans":[';
const JSON_END = ']}';

/** Upstream writes requests without a space; one that looks otherwise would be a new upstream, which tests notice. */
function joinJson(requests: readonly Uint8Array[]): Uint8Array {
  const texts = requests.map((request) => Buffer.from(request).toString());
  const lists = texts.map((text) => text.slice(JSON_START.length, -JSON_END.length));
  return Buffer.from(JSON_START + lists.filter((list) => list !== '').join(',') + JSON_END);
}

function readSafely(decode: () => unknown): PartialSuccess | undefined {
  try {
    const { partialSuccess } = (decode() ?? {}) as {
      partialSuccess?: { rejectedSpans?: unknown; errorMessage?: unknown };
    };
    // Protobuf's JSON form writes 64-bit integers as strings.
    const rejectedSpans = Number(partialSuccess?.rejectedSpans ?? 0);
    if (!(rejectedSpans > 0)) return undefined;
    const message = partialSuccess?.errorMessage;
    const isTold = typeof message === 'string' && message !== '';
    return { rejectedSpans, errorMessage: isTold ? message : 'rejected by the collector' };
  } catch {
    // The status said success; an answer that cannot be read takes nothing back.
    return undefined;
  }
}
