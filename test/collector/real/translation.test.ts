import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import golden from '../../golden/awsxrayexporter.json' with { type: 'json' };
import corners from '../../golden/awsxrayexporter-corners.json' with { type: 'json' };
import { generateSpans } from '../generated-spans.ts';
import { compareByTrace, maskRandomIds } from '../support/compare-documents.ts';
import { describeWithCollector } from '../support/describe-with-collector.ts';
import { encodeSpans } from '../support/encode-spans.ts';
import { type RecordingXRay, startRecordingXRay } from '../support/recording-xray.ts';
import { SEED, SPANS, SPANS_TIMEOUT_MILLIS } from '../support/sample-size.ts';
import { sendOverGrpc, sendOverHttp } from '../support/send-otlp.ts';
import { type RunningCollector, startCollector } from '../support/start-collector.ts';
import { withoutOtherTraffic } from '../support/toward-xray.ts';
import { INDEXED_ATTRIBUTES, translateHere } from '../support/translate-here.ts';

const config = path.join(import.meta.dirname, 'translation.yaml');
const SPANS_PER_REQUEST = 50;

/** The two ways of indexing that the golden data has. */
const WAYS = [
  {
    name: 'indexed attributes',
    options: { indexedAttributes: INDEXED_ATTRIBUTES, indexAllAttributes: false },
    goldenDocuments: 'documents',
  },
  {
    name: 'every attribute indexed',
    options: { indexedAttributes: [], indexAllAttributes: true },
    goldenDocuments: 'documentsIndexAll',
  },
] as const;

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

describe('the generated spans reach every part of a document', () => {
  test('most are translated, some dropped, some split in two', () => {
    const counts = generateSpans(SPANS).map(
      (span) => translateHere(span, { indexedAttributes: INDEXED_ATTRIBUTES }).length,
    );
    for (const documents of [0, 1, 2]) expect(counts.filter((count) => count === documents).length).toBeGreaterThan(10);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(SPANS * 0.9);
  });
});

describe.each(WAYS)('with $name', ({ options, goldenDocuments }) => {
  describeWithCollector('the real exporter', () => {
    let xray: RecordingXRay;
    let collector: RunningCollector;
    beforeAll(async () => {
      xray = await startRecordingXRay();
      const INDEXED = `[${options.indexedAttributes.join(', ')}]`;
      const INDEX_ALL = String(options.indexAllAttributes);
      const env = { ...withoutOtherTraffic(xray), XRAY_ENDPOINT: xray.endpoint, INDEXED, INDEX_ALL };
      collector = await startCollector({ configs: [config], env });
    });
    afterAll(async () => {
      await collector?.stop();
      await xray?.close();
    });

    test.each([...golden, ...corners])('makes of $name what the golden data says', async (entry) => {
      xray.clear();
      await sendOverHttp(collector.addresses.OTLP_HTTP_ENDPOINT, entry.input);
      expect(maskRandomIds(xray.documents())).toEqual(maskRandomIds(entry[goldenDocuments]));
    });

    test(
      `makes of ${SPANS} spans generated from seed ${SEED} what the translator makes of them`,
      { timeout: SPANS_TIMEOUT_MILLIS },
      async () => {
        xray.clear();
        const spans = generateSpans(SPANS);
        await sendOverGrpc(collector.addresses.OTLP_GRPC_ENDPOINT, chunk(spans, SPANS_PER_REQUEST).map(encodeSpans));
        const here = new Map(spans.map((span) => [span.traceId, translateHere(span, options)]));
        expect(compareByTrace(here, xray.documents())).toEqual([]);
      },
    );

    test('nothing is sent anywhere else', () => {
      expect(xray.strayRequests()).toEqual([]);
    });
  });
});
