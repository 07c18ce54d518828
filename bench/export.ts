import { SpanKind } from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { createEnrich } from '../src/enrichment/enrich.ts';
import { protobufEncoding } from '../src/exporter/otlp-encoding.ts';
import { median } from './statistics.ts';

/** As many spans as the processor makes ready together. */
const PIECE_SIZE = 24;

/** What an exported span costs, in microseconds of CPU, and the longest that one turn of the event loop takes. */
export interface ExportResult {
  readonly enrichMicros: number;
  readonly encodeMicros: number;
  readonly bytesPerSpan: number;
  /** A piece of spans, enriched or encoded, in milliseconds: the slower half left out. */
  readonly pieceMillis: number;
}

/** Enriches and encodes spans of HTTP servers and clients, as an export does. */
export function measureExport(rounds: number): ExportResult {
  const spans = recordSpans(PIECE_SIZE * 20);
  const enrich = createEnrich({
    enrichment: { mode: 'full', redact: [], segmentNameHosts: [], sqlQueries: true },
    resource: { attributes: {}, detectors: [] },
  });
  const enrichMicros: number[] = [];
  const encodeMicros: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let start = 0; start < spans.length; start += PIECE_SIZE) {
      const piece = spans.slice(start, start + PIECE_SIZE);
      const begin = performance.now();
      const enriched = piece.map((span) => enrich(span)).filter((span): span is ReadableSpan => span !== undefined);
      const middle = performance.now();
      bytes = protobufEncoding.encode(enriched).reduce((sum, each) => sum + each.bytes.length, 0);
      enrichMicros.push(((middle - begin) * 1000) / PIECE_SIZE);
      encodeMicros.push(((performance.now() - middle) * 1000) / PIECE_SIZE);
    }
  }
  const slower = Math.max(median(enrichMicros), median(encodeMicros));
  return {
    enrichMicros: median(enrichMicros),
    encodeMicros: median(encodeMicros),
    bytesPerSpan: bytes / PIECE_SIZE,
    pieceMillis: (slower * PIECE_SIZE) / 1000,
  };
}

function recordSpans(count: number): ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('otel-xray/http', '0');
  for (let index = 0; index < count; index += 1) {
    const isServer = index % 2 === 0;
    const attributes = {
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'http.response.body.size': 1234,
      'server.address': 'orders.example.com',
      'server.port': 443,
      'network.protocol.version': '1.1',
      'network.peer.address': '10.0.0.1',
      'network.peer.port': 40_000 + index,
      ...(isServer
        ? {
            'http.route': '/orders/:id',
            'url.path': `/orders/${String(index)}`,
            'url.query': 'full=1',
            'url.scheme': 'https',
            'client.address': '10.0.0.1',
            'user_agent.original': 'bench/1',
          }
        : { 'url.full': `https://orders.example.com/items?order=${String(index)}` }),
    };
    const kind = isServer ? SpanKind.SERVER : SpanKind.CLIENT;
    tracer.startSpan(isServer ? 'GET /orders/:id' : 'GET', { kind, attributes }).end();
  }
  return exporter.getFinishedSpans();
}
