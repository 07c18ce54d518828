import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { createEnrichingExporter } from '../../src/enrichment/index.ts';
import recorded from './recorded/spans.json' with { type: 'json' };
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { settings } from './documents.ts';

const call = toSpan((recorded as unknown as Readonly<Record<string, SpanFile>>)['http 200: client']!);

interface Recorder extends SpanExporter {
  readonly batches: ReadableSpan[][];
  readonly calls: string[];
}

function recorder(result: ExportResult = { code: ExportResultCode.SUCCESS }): Recorder {
  const batches: ReadableSpan[][] = [];
  const calls: string[] = [];
  return {
    batches,
    calls,
    export: (spans, done) => {
      batches.push(spans);
      done(result);
    },
    forceFlush: async () => void calls.push('flush'),
    shutdown: async () => void calls.push('shutdown'),
  };
}

function exportAll(exporter: SpanExporter, spans: ReadableSpan[]): Promise<ExportResult & { rejectedSpans?: number }> {
  return new Promise((resolve) => exporter.export(spans, resolve));
}

function oversized(): ReadableSpan {
  const keys = Array.from({ length: 5000 }, (_, index) => `annotation_${index}`);
  return {
    ...call,
    attributes: { ...Object.fromEntries(keys.map((key) => [key, 'x'.repeat(50)])), 'aws.xray.annotations': keys },
  };
}

describe('an enriching exporter', () => {
  it('gives its exporter enriched copies and leaves the spans alone', async () => {
    const inner = recorder();
    const result = await exportAll(createEnrichingExporter(inner, settings()), [call]);
    expect(result).toEqual({ code: ExportResultCode.SUCCESS });
    expect(inner.batches[0]?.[0]?.attributes).toMatchObject({ 'peer.service': '127.0.0.1:8080' });
    expect(call.attributes).not.toHaveProperty('peer.service');
  });

  it('copies all that an exporter reads', async () => {
    const inner = recorder();
    await exportAll(createEnrichingExporter(inner, settings()), [call]);
    const sent = inner.batches[0]?.[0];
    expect(sent?.spanContext()).toEqual(call.spanContext());
    expect(sent?.parentSpanContext).toEqual(call.parentSpanContext);
    expect(sent?.instrumentationScope).toBe(call.instrumentationScope);
    expect([
      sent?.duration,
      sent?.ended,
      sent?.droppedAttributesCount,
      sent?.droppedEventsCount,
      sent?.droppedLinksCount,
    ]).toEqual([call.duration, true, 0, 0, 0]);
  });

  it('withholds what X-Ray would refuse, and counts it in the result', async () => {
    const inner = recorder();
    const exporter = createEnrichingExporter(inner, settings());
    const result = await exportAll(exporter, [oversized(), call]);
    expect(inner.batches[0]).toHaveLength(1);
    expect(result).toMatchObject({
      code: ExportResultCode.SUCCESS,
      rejectedSpans: 1,
      error: { message: 'segment documents over 64 KB' },
    });
    expect(await exportAll(exporter, [oversized()])).toMatchObject({
      code: ExportResultCode.SUCCESS,
      rejectedSpans: 1,
    });
    expect(inner.batches).toHaveLength(1);
  });

  it('adds to what the exporter itself says', async () => {
    const refusing = recorder({
      code: ExportResultCode.SUCCESS,
      rejectedSpans: 2,
      error: new Error('quota'),
    } as ExportResult);
    expect(await exportAll(createEnrichingExporter(refusing, settings()), [oversized(), call])).toMatchObject({
      rejectedSpans: 3,
      error: { message: 'quota' },
    });
    const failing = recorder({ code: ExportResultCode.FAILED, error: new Error('down') });
    expect(await exportAll(createEnrichingExporter(failing, settings()), [oversized(), call])).toMatchObject({
      code: ExportResultCode.FAILED,
      error: { message: 'down' },
    });
  });

  it('survives spans that cannot be read', async () => {
    const inner = recorder();
    const broken = {
      ...call,
      get attributes(): never {
        throw new Error('no');
      },
    } as unknown as ReadableSpan;
    const result = await exportAll(createEnrichingExporter(inner, settings()), [broken, {} as ReadableSpan, call]);
    expect(inner.batches[0]).toHaveLength(1);
    expect(result).toMatchObject({ rejectedSpans: 2, error: { message: 'unreadable spans' } });
  });

  it('passes flush and shutdown on', async () => {
    const inner = recorder();
    const exporter = createEnrichingExporter(inner, settings());
    await exporter.forceFlush?.();
    await exporter.shutdown();
    expect(inner.calls).toEqual(['flush', 'shutdown']);
  });
});
