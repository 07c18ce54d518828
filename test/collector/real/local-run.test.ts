import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateSpans } from '../generated-spans.ts';
import { describeWithCollector } from '../support/describe-with-collector.ts';
import { encodeSpans } from '../support/encode-spans.ts';
import { type RecordingXRay, startRecordingXRay } from '../support/recording-xray.ts';
import { sendOverGrpc } from '../support/send-otlp.ts';
import { type RunningCollector, startCollector, validateConfigs } from '../support/start-collector.ts';
import { towardXRay } from '../support/toward-xray.ts';

const config = path.resolve(import.meta.dirname, '../../../collector/local.yaml');

describeWithCollector('local.yaml in the real collector', () => {
  let xray: RecordingXRay;
  let collector: RunningCollector;
  beforeAll(async () => {
    xray = await startRecordingXRay();
    collector = await startCollector(towardXRay(config, xray));
  });
  afterAll(async () => {
    await collector?.stop();
    await xray?.close();
  });

  test('it is valid as it stands, without any variable', async () => {
    expect(await validateConfigs({ configs: [config] })).toEqual({ exitCode: 0, log: '' });
  });

  test('spans over OTLP/gRPC reach X-Ray as documents, 50 at most in one call', async () => {
    const spans = generateSpans(120).map((span) => ({
      ...span,
      attributes: {},
      events: [],
      links: [],
      resource: { attributes: { 'service.name': 'shop' } },
    }));
    await sendOverGrpc(collector.addresses.OTLP_GRPC_ENDPOINT, [encodeSpans(spans)]);
    await xray.whenDocuments(spans.length);
    const ids = xray.documents().map((text) => (JSON.parse(text) as { id: string }).id);
    expect(ids.toSorted()).toEqual(spans.map(({ spanId }) => spanId).toSorted());
    const calls = xray.requests.filter(({ url }) => url === '/TraceSegments');
    for (const { body } of calls) {
      expect(
        (JSON.parse(body) as { TraceSegmentDocuments: string[] }).TraceSegmentDocuments.length,
      ).toBeLessThanOrEqual(50);
    }
  });

  test('calls are signed for X-Ray in the region of the environment', () => {
    const call = xray.requests.find(({ url }) => url === '/TraceSegments');
    expect(call?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/us-east-1\/xray\/aws4_request/,
    );
  });

  test('services without credentials get the sampling rules from the proxy, which signs for them', async () => {
    const response = await fetch(`http://${collector.addresses.AWSPROXY_ENDPOINT}/GetSamplingRules`, {
      method: 'POST',
      body: '{}',
    });
    expect(await response.json()).toMatchObject({ SamplingRuleRecords: [{ SamplingRule: { RuleName: 'Default' } }] });
    const call = xray.requests.find(({ url }) => url === '/GetSamplingRules');
    expect(call?.headers.authorization).toContain('/us-east-1/xray/aws4_request');
  });

  test('the health check says that it runs', async () => {
    const response = await fetch(`http://${collector.addresses.HEALTH_CHECK_ENDPOINT}/`);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  });

  test('it asks nobody else: neither for credentials nor where it runs', () => {
    expect(xray.strayRequests()).toEqual([]);
    expect(collector.log()).not.toMatch(/169\.254\.|sts\.|amazonaws\.com/);
  });
});
