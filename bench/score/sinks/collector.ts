import path from 'node:path';
import { startRecordingXRay } from '../../../test/collector/support/recording-xray.ts';
import { startCollector } from '../../../test/collector/support/start-collector.ts';
import { towardXRay } from '../../../test/collector/support/toward-xray.ts';
import type { Sink } from './sink.ts';

const config = path.resolve(import.meta.dirname, '../../../collector/local.yaml');

/** The real collector with our own configuration, in front of an endpoint that records what X-Ray would get. */
export async function startCollectorSink(): Promise<Sink> {
  const xray = await startRecordingXRay();
  const collector = await startCollector(towardXRay(config, xray));
  const { OTLP_GRPC_ENDPOINT, OTLP_HTTP_ENDPOINT } = collector.addresses;
  return {
    env: {
      SCORE_GRPC_ENDPOINT: `http://${OTLP_GRPC_ENDPOINT}`,
      SCORE_HTTP_ENDPOINT: `http://${OTLP_HTTP_ENDPOINT}`,
    },
    documents: () => xray.documents(),
    async [Symbol.asyncDispose]() {
      await collector.stop();
      await xray.close();
    },
  };
}
