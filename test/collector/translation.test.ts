import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serializeDocument } from '../../src/translator/json.ts';
import type { SpanRecord } from '../../src/translator/span.ts';
import { translate } from '../../src/translator/translate.ts';
import golden from '../golden/awsxrayexporter.json' with { type: 'json' };
import { generateSpans } from './generated-spans.ts';
import { groupByTrace, maskRandomIds } from './support/compare-documents.ts';
import { describeWithCollector } from './support/describe-with-collector.ts';
import { encodeSpans } from './support/encode-spans.ts';
import { type RecordingXRay, startRecordingXRay } from './support/recording-xray.ts';
import { sendOverGrpc, sendOverHttp } from './support/send-otlp.ts';
import { type RunningCollector, startCollector } from './support/start-collector.ts';
import { withoutOtherTraffic } from './support/toward-xray.ts';

const config = path.join(import.meta.dirname, 'translation.yaml');
const SPANS = 2000;
const SPANS_PER_REQUEST = 50;

/** The two ways of indexing that the golden data has, and `translation.yaml` too. */
const WAYS = [
  { name: 'indexed attributes', indexAll: false, goldenDocuments: 'documents' },
  { name: 'every attribute indexed', indexAll: true, goldenDocuments: 'documentsIndexAll' },
] as const;
const INDEXED = ['otel.resource.service.name', 'my.idx', 'server.address'];

/** Ids that no span has, so that a pointer to another document's id would show. */
function createNewId(): () => string {
  let last = 0n;
  return () => {
    last += 1n;
    return `e${last.toString(16).padStart(15, '0')}`;
  };
}

function translateHere(span: SpanRecord, indexAll: boolean): string[] {
  const result = translate(span, { indexedAttributes: INDEXED, indexAllAttributes: indexAll, newId: createNewId() });
  return 'documents' in result ? result.documents.map(serializeDocument) : [];
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

describe('the generated spans reach every part of a document', () => {
  test('most are translated, some dropped, some split in two', () => {
    const counts = generateSpans(SPANS).map((span) => translateHere(span, false).length);
    for (const documents of [0, 1, 2]) expect(counts.filter((count) => count === documents).length).toBeGreaterThan(10);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(SPANS * 0.9);
  });
});

describe.each(WAYS)('with $name', ({ indexAll, goldenDocuments }) => {
  describeWithCollector('the real exporter', () => {
    let xray: RecordingXRay;
    let collector: RunningCollector;
    beforeAll(async () => {
      xray = await startRecordingXRay();
      const env = { ...withoutOtherTraffic(xray), XRAY_ENDPOINT: xray.endpoint, INDEX_ALL: String(indexAll) };
      collector = await startCollector({ configs: [config], env });
    });
    afterAll(async () => {
      await collector?.stop();
      await xray?.close();
    });

    test.each(golden)('makes of $name what the golden data says', async (entry) => {
      xray.clear();
      await sendOverHttp(collector.addresses.OTLP_HTTP_ENDPOINT, entry.input);
      expect(maskRandomIds(xray.documents())).toEqual(maskRandomIds(entry[goldenDocuments]));
    });

    test(`makes of ${SPANS} generated spans what the translator makes of them`, { timeout: 120_000 }, async () => {
      xray.clear();
      const spans = generateSpans(SPANS);
      await sendOverGrpc(collector.addresses.OTLP_GRPC_ENDPOINT, chunk(spans, SPANS_PER_REQUEST).map(encodeSpans));
      const there = groupByTrace(xray.documents());
      for (const span of spans) {
        const here = translateHere(span, indexAll);
        const traceId = `1-${span.traceId.slice(0, 8)}-${span.traceId.slice(8)}`;
        expect(maskRandomIds(here), `the span of trace ${traceId}`).toEqual(maskRandomIds(there.get(traceId) ?? []));
      }
    });

    test('nothing is sent anywhere else', () => {
      expect(xray.strayRequests()).toEqual([]);
    });
  });
});
