import { decodeOtlpProtobuf } from '../../../src/local/receiver/decode-otlp-protobuf.ts';
import { serializeDocument, type SpanRecord, translate } from '../../../src/translator/index.ts';

/** The indexed attributes that the golden data was made with. */
export const INDEXED_ATTRIBUTES: readonly string[] = ['otel.resource.service.name', 'my.idx', 'server.address'];

/** What our translator makes of a span, as texts with ids that no span has; none where it drops the span. */
export function translateHere(
  span: SpanRecord,
  options: { readonly indexedAttributes?: readonly string[]; readonly indexAllAttributes?: boolean } = {},
): string[] {
  const result = translate(span, { ...options, newId: createNewId() });
  return 'documents' in result ? result.documents.map(serializeDocument) : [];
}

/** The spans of a binary export request, as `otel-xray dev` reads them. */
export function readRequest(request: Uint8Array): readonly SpanRecord[] {
  const result = decodeOtlpProtobuf(request);
  if (!result.ok) throw new Error('The local receiver refuses a request that the collector took.');
  return result.spans;
}

/** The documents of the spans of a binary export request, by an exporter that indexes nothing, as ADOT's by default. */
export function translateRequest(request: Uint8Array): string[] {
  return readRequest(request).flatMap((span) => translateHere(span));
}

/** Ids that no span has, so that a pointer to another document's id would show. */
function createNewId(): () => string {
  let last = 0n;
  return () => {
    last += 1n;
    return `e${last.toString(16).padStart(15, '0')}`;
  };
}
