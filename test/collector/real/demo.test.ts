import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { DEMO_MILLIS, runDemo } from '../../demo/run-demo.ts';
import { root } from '../../support/run-app.ts';
import { compareInOrder, groupByTrace } from '../support/compare-documents.ts';
import { describeWithCollector } from '../support/describe-with-collector.ts';
import { type RecordingXRay, startRecordingXRay } from '../support/recording-xray.ts';
import { type RunningCollector, startCollector } from '../support/start-collector.ts';
import { startTee, type Tee } from '../support/tee-otlp.ts';
import { withoutOtherTraffic } from '../support/toward-xray.ts';
import { readRequest, translateHere } from '../support/translate-here.ts';

const config = path.join(import.meta.dirname, 'translation.yaml');

function namesOf(documents: readonly string[]): string[] {
  return documents.map((text) => (JSON.parse(text) as SegmentDocument).name ?? '');
}

describeWithCollector('the demo shop through the real collector', () => {
  let xray: RecordingXRay;
  let collector: RunningCollector;
  let tee: Tee;
  beforeAll(async () => {
    xray = await startRecordingXRay();
    const env = { ...withoutOtherTraffic(xray), XRAY_ENDPOINT: xray.endpoint };
    collector = await startCollector({ configs: [config], env });
    tee = await startTee(collector.addresses.OTLP_GRPC_ENDPOINT);
    const { exitCode, output } = await runDemo('main.js', {
      NODE_OPTIONS: `--require ${path.join(root, 'package/register.js')}`,
      OTEL_SDK_DISABLED: 'true', // For main.js and its stand-ins; it takes this away from the services.
      OTEL_EXPORTER_OTLP_ENDPOINT: tee.endpoint,
      OTEL_TRACES_SAMPLER: 'always_on',
    });
    expect(exitCode, output).toBe(0);
  }, 2 * DEMO_MILLIS);
  afterAll(async () => {
    await tee?.[Symbol.asyncDispose]();
    await collector?.stop();
    await xray?.close();
  });

  test('its services reach X-Ray as the documents that "otel-xray dev" shows of them, byte for byte', () => {
    const here = tee.requests.flatMap(readRequest).map((span) => translateHere(span));
    expect(here.length).toBeGreaterThan(20);
    expect(compareInOrder(here, xray.documents())).toEqual([]);
  });

  test('a request with one AWS call is two documents of no more than 1,600 bytes together', () => {
    // On a busy machine an application sends again what was not answered in time; X-Ray keeps one of a kind.
    const traces = [...groupByTrace([...new Set(xray.documents())]).values()];
    const small = traces.filter((documents) => documents.length === 2 && namesOf(documents).includes('DynamoDB'));
    expect(small.length).toBeGreaterThan(0);
    for (const documents of small) expect(Buffer.byteLength(documents.join(''))).toBeLessThanOrEqual(1600);
  });

  test('what arrives are the nodes that an engineer expects', () => {
    const names = namesOf(xray.documents()).map((name) => name.replace(/:\d+$/, ''));
    expect([...new Set(names)].toSorted()).toEqual([
      '127.0.0.1',
      'BuildDailyReport',
      'DynamoDB',
      'S3',
      'SQS',
      'pricing',
      'shop',
      'shop@127.0.0.1',
      'worker',
    ]);
  });
});
