import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeBadSpans } from '../bad-spans.ts';
import { compareByTrace } from '../support/compare-documents.ts';
import { describeWithCollector } from '../support/describe-with-collector.ts';
import { type RecordingXRay, startRecordingXRay } from '../support/recording-xray.ts';
import { SPANS_TIMEOUT_MILLIS } from '../support/sample-size.ts';
import { sendOverGrpc } from '../support/send-otlp.ts';
import { type RunningCollector, startCollector } from '../support/start-collector.ts';
import { withoutOtherTraffic } from '../support/toward-xray.ts';
import { translateRequest } from '../support/translate-here.ts';

const config = path.join(import.meta.dirname, 'translation.yaml');

describeWithCollector('the real collector', () => {
  let xray: RecordingXRay;
  let collector: RunningCollector;
  beforeAll(async () => {
    xray = await startRecordingXRay();
    const env = { ...withoutOtherTraffic(xray), XRAY_ENDPOINT: xray.endpoint };
    collector = await startCollector({ configs: [config], env });
  });
  afterAll(async () => {
    await collector?.stop();
    await xray?.close();
  });

  test(
    'takes all that left the enrichment, lives, and makes the same documents',
    { timeout: SPANS_TIMEOUT_MILLIS },
    async () => {
      const { requests } = encodeBadSpans();
      await sendOverGrpc(collector.addresses.OTLP_GRPC_ENDPOINT, [...requests.values()]);
      const here = new Map([...requests].map(([traceId, request]) => [traceId, translateRequest(request)]));
      expect(compareByTrace(here, xray.documents())).toEqual([]);
      const health = await fetch(`http://${collector.addresses.HEALTH_CHECK_ENDPOINT}/`);
      expect(health.status).toBe(200);
    },
  );
});
