import { startLocal } from '../../../src/local/start-local.ts';
import { serializeDocument } from '../../../src/translator/index.ts';
import type { Sink } from './sink.ts';

/** The translation of `otel-xray dev`, which equals the collector's: for machines without Go. */
export async function startEmbeddedSink(): Promise<Sink> {
  const documents: string[] = [];
  const xray = await startLocal({ grpcPort: 0, httpPort: 0 });
  xray.archive.onDocument((document) => documents.push(serializeDocument(document)));
  return {
    env: { SCORE_GRPC_ENDPOINT: xray.grpcEndpoint, SCORE_HTTP_ENDPOINT: xray.httpEndpoint },
    documents: () => documents,
    [Symbol.asyncDispose]: () => xray.close(),
  };
}
