import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  annotate,
  capture,
  createLocalRootProcessor,
  markError,
  markFault,
  markThrottle,
  metadata,
  recordException,
  setSegmentName,
  setUser,
  withSegment,
} from '../../src/spans/index.ts';
import { resources } from './recorded/written-spans.ts';
import { type Document, pictureOf } from './documents.ts';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({
  resource: resourceFromAttributes(resources.shop),
  spanProcessors: [createLocalRootProcessor(), new SimpleSpanProcessor({ exporter })],
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
propagation.setGlobalPropagator(new AWSXRayPropagator());
trace.setGlobalTracerProvider(provider);
const http = provider.getTracer('@opentelemetry/instrumentation-http');

beforeEach(() => exporter.reset());
afterAll(() => {
  trace.disable();
  context.disable();
  propagation.disable();
});

/** Runs `work` in a request that answers `status`; gives the documents by name, the segment's under `shop`. */
function inRequest(work: () => void, status = 200): ReadonlyMap<string, Document> {
  http.startActiveSpan('GET /', { kind: SpanKind.SERVER, attributes: { 'http.request.method': 'GET' } }, (span) => {
    work();
    span.setAttribute('http.response.status_code', status);
    span.end();
  });
  return documents(exporter.getFinishedSpans());
}

function documents(spans: readonly ReadableSpan[]): ReadonlyMap<string, Document> {
  return new Map(spans.flatMap((span) => pictureOf(span)).map((document) => [document.name, document]));
}

const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

describe('what the span helpers say', () => {
  it('arrives: user, annotations, metadata by namespace, captured blocks, exceptions', () => {
    const shown = inRequest(() => {
      setUser('alice');
      annotate({ tenant: 'acme', items: 3, vip: true });
      capture('BuildRolesDetail', () => {
        metadata('No. roles built', 7);
        metadata('detail', { deep: [1, Number.NaN] }, 'roles');
        recordException(new RangeError('handled'));
      });
    });
    expect(shown.get('shop')).toMatchObject({ user: 'alice', annotations: { tenant: 'acme', items: 3, vip: true } });
    const block = shown.get('BuildRolesDetail');
    expect(block).toMatchObject({
      type: 'subsegment',
      fault: false,
      metadata: { default: { 'No. roles built': 7 }, roles: { detail: { deep: [1, 'NaN'] } } },
      cause: { exceptions: [{ type: 'RangeError', message: 'handled' }] },
    });
    expect(block?.cause?.exceptions?.[0]?.stack?.[0]).toMatchObject({ path: import.meta.filename });
  });

  it('names segments', () => {
    expect([...inRequest(() => setSegmentName('GetRoles')).keys()]).toEqual(['GetRoles']);
    exporter.reset();
    withSegment('nightly-report', () => {});
    withSegment('orders-worker', () => {}, { header });
    withSegment('continued', () => {}, { header, kind: SpanKind.INTERNAL });
    withSegment('renamed', () => setSegmentName('Renamed'));
    const shown = documents(exporter.getFinishedSpans());
    expect([...shown.keys()]).toEqual(['nightly-report', 'orders-worker', 'continued', 'Renamed']);
    for (const document of shown.values()) expect(document).not.toHaveProperty('type');
  });

  it.each([
    ['error', markError, 200, { error: true, throttle: false, fault: false }],
    ['error', markError, 404, { error: true, throttle: false, fault: false }],
    ['error', markError, 500, { error: true, throttle: false, fault: false }],
    ['throttle', markThrottle, 200, { error: true, throttle: true, fault: false }],
    ['throttle', markThrottle, 503, { error: true, throttle: true, fault: false }],
    ['fault', markFault, 200, { error: false, throttle: false, fault: true }],
    ['fault', markFault, 404, { error: false, throttle: false, fault: true }],
  ])('is the flag of a request: %s, over its status %#', (_, mark, status, flags) => {
    const segment = inRequest(() => mark(), status).get('shop');
    expect(segment).toMatchObject({ ...flags, http: { response: { status } } });
    expect(JSON.stringify(segment?.metadata)).not.toContain('aws.xray.');
  });

  it('is the flag of a call, whether it was marked before or after its answer', () => {
    for (const isMarkedFirst of [true, false]) {
      for (const [mark, flags] of [
        [markThrottle, { throttle: true, error: true, fault: false }],
        [markFault, { fault: true, error: false }],
        [markError, { error: true, fault: false }],
      ] as const) {
        exporter.reset();
        http.startActiveSpan(
          'GET',
          { kind: SpanKind.CLIENT, attributes: { 'http.request.method': 'GET', 'server.address': 'h' } },
          (span) => {
            if (isMarkedFirst) mark();
            span.setAttribute('http.response.status_code', 404);
            if (!isMarkedFirst) mark();
            span.end();
          },
        );
        expect(documents(exporter.getFinishedSpans()).get('h')).toMatchObject({
          ...flags,
          http: { response: { status: 404 } },
        });
      }
    }
  });

  it('is the flag of a captured block', () => {
    const shown = inRequest(() => {
      capture('e', () => markError());
      capture('t', () => markThrottle());
      capture('f', () => markFault());
      expect(() =>
        capture('thrown', () => {
          throw new Error('boom');
        }),
      ).toThrow('boom');
    });
    expect(shown.get('e')).toMatchObject({ error: true, throttle: false, fault: false });
    expect(shown.get('t')).toMatchObject({ error: true, throttle: true, fault: false });
    expect(shown.get('f')).toMatchObject({ error: false, throttle: false, fault: true });
    expect(shown.get('thrown')).toMatchObject({ fault: true, cause: { exceptions: [{ message: 'boom' }] } });
  });
});
