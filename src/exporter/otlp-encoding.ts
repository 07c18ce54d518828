import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpProtocol } from '../config/config.ts';
import { contentTypeOf } from './content-type.ts';
import { type EncodedSpans, encodeSpans, joinSpans } from './encode-trace-request.ts';

export type { EncodedSpans };

/** What a collector took only in part: https://opentelemetry.io/docs/specs/otlp/#partial-success */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

/** The form of requests and answers on the wire. */
export interface OtlpEncoding {
  readonly contentType: string;
  /** @throws where they cannot be encoded */
  encode(spans: ReadableSpan[]): readonly EncodedSpans[];
  /** One request of all, in their order. */
  join(encoded: readonly EncodedSpans[]): Uint8Array;
  /** Undefined for complete success and for answers that cannot be read. */
  readPartialSuccess(answer: Uint8Array): PartialSuccess | undefined;
}

/** OTLP in protobuf, for gRPC and `http/protobuf`. */
export const protobufEncoding: OtlpEncoding = {
  contentType: contentTypeOf('http/protobuf'),
  encode: encodeSpans,
  join: joinSpans,
  readPartialSuccess: (answer) =>
    readSafely(() => (answer.length === 0 ? undefined : ProtobufTraceSerializer.deserializeResponse(answer))),
};

/** OTLP in JSON, for `http/json`. */
export const jsonEncoding: OtlpEncoding = {
  contentType: contentTypeOf('http/json'),
  encode: encodeJson,
  join: joinJson,
  // Not by upstream's serializer, which warns at every answer that is not JSON.
  readPartialSuccess: (answer) => readSafely((): unknown => JSON.parse(Buffer.from(answer).toString())),
};

/** The encoding that a protocol asks for. */
export function encodingOf(protocol: OtlpProtocol): OtlpEncoding {
  return protocol === 'http/json' ? jsonEncoding : protobufEncoding;
}

function encodeJson(spans: ReadableSpan[]): readonly EncodedSpans[] {
  const bytes = JsonTraceSerializer.serializeRequest(spans);
  const [span] = spans;
  if (bytes === undefined || span === undefined) throw new Error('the spans could not be encoded');
  return [{ resource: span.resource, scope: span.instrumentationScope, bytes }];
}

const JSON_START = '{"resourceSpans":[';
const JSON_END = ']}';

/** Upstream writes requests without a space; one that looks otherwise would be a new upstream, which tests notice. */
function joinJson(encoded: readonly EncodedSpans[]): Uint8Array {
  const texts = encoded.map(({ bytes }) => Buffer.from(bytes).toString());
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
