import { createSocket } from 'node:dgram';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import golden from '../../golden/awsxrayreceiver.json' with { type: 'json' };
import { maskRandomIds } from '../support/compare-documents.ts';
import { describeWithCollector } from '../support/describe-with-collector.ts';
import { type RecordingOtlp, startRecordingOtlp } from '../support/recording-otlp.ts';
import { type RecordingXRay, startRecordingXRay } from '../support/recording-xray.ts';
import { type RunningCollector, startCollector } from '../support/start-collector.ts';
import { withoutOtherTraffic } from '../support/toward-xray.ts';

const config = path.join(import.meta.dirname, 'udp.yaml');
const HEADER = '{"format":"json","version":1}\n';

interface GoldenCase {
  readonly name: string;
  readonly datagramBody: string;
  readonly error?: string;
  readonly resourceSpans?: readonly unknown[];
  readonly reexported?: readonly string[];
}

const cases = golden as readonly GoldenCase[];
const accepted = cases.filter(({ error }) => error === undefined);
const refused = cases.filter(({ error }) => error !== undefined);

/** Spans with attributes by key, and lists of annotations by name: the receiver has them in a map, in any order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value.map(inOrder);
    return items.toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inOrder(item)]));
}

async function sendDatagram(address: string, text: string): Promise<void> {
  const [host, port] = address.split(':');
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.send(text, Number(port), host, (error) => (error === null ? resolve() : reject(error)));
  });
  socket.close();
}

describeWithCollector('documents by UDP in the real collector', () => {
  let xray: RecordingXRay;
  let spans: RecordingOtlp;
  let collector: RunningCollector;
  beforeAll(async () => {
    [xray, spans] = await Promise.all([startRecordingXRay(), startRecordingOtlp()]);
    const env = { ...withoutOtherTraffic(xray), XRAY_ENDPOINT: xray.endpoint, SPANS_ENDPOINT: spans.endpoint };
    collector = await startCollector({ configs: [config], env });
  });
  beforeEach(() => {
    xray.clear();
    spans.clear();
  });
  afterAll(async () => {
    await collector?.stop();
    await Promise.all([xray?.close(), spans?.close()]);
  });

  test.each(accepted)('$name becomes the spans and the documents that were recorded', async (entry) => {
    await sendDatagram(collector.addresses.XRAY_UDP_ENDPOINT, HEADER + entry.datagramBody);
    const documents = await xray.whenDocuments(entry.reexported?.length ?? 0);
    expect(maskRandomIds(documents)).toEqual(maskRandomIds(entry.reexported ?? []));
    await expect.poll(() => inOrder(spans.resourceSpans), { timeout: 15_000 }).toEqual(inOrder(entry.resourceSpans));
  });

  test.each(refused)('$name is refused with the recorded reason', async ({ datagramBody, error = '?' }) => {
    await sendDatagram(collector.addresses.XRAY_UDP_ENDPOINT, HEADER + datagramBody);
    await expect.poll(() => collector.log(), { timeout: 15_000 }).toContain(error);
    expect(xray.documents()).toEqual([]);
  });

  test('its proxy for sampling rules signs, as the daemon does', async () => {
    const response = await fetch(`http://${collector.addresses.AWSPROXY_ENDPOINT}/GetSamplingRules`, {
      method: 'POST',
    });
    expect(await response.json()).toMatchObject({ SamplingRuleRecords: [{ SamplingRule: { RuleName: 'Default' } }] });
    expect(xray.requests[0]?.headers).toMatchObject({
      authorization: expect.stringContaining('/us-east-1/xray/aws4_request') as string,
      'transfer-encoding': 'chunked',
    });
  });
});
