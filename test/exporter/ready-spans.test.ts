import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { PIECE_SIZE } from '../../src/exporter/in-pieces.ts';
import type { OtlpEncoding } from '../../src/exporter/otlp-encoding.ts';
import { createOtlpSpanExporter } from '../../src/exporter/otlp-span-exporter.ts';
import { createPacedExporter } from '../../src/exporter/paced-exporter.ts';
import type { SpanExportResult } from '../../src/exporter/span-export-result.ts';
import { endedSpans } from './ended-spans.ts';
import { createFakeClient, SUCCESS } from './fake-client.ts';

function exportAll(exporter: SpanExporter, spans: ReadableSpan[]): Promise<SpanExportResult> {
  return new Promise((resolve) => {
    exporter.export(spans, resolve);
  });
}

test('a batch is made ready and encoded in pieces, and goes out as one request', async () => {
  const prepared: number[] = [];
  const encoded: number[] = [];
  const counting: OtlpEncoding = {
    contentType: 'test',
    encode: (spans) => {
      encoded.push(spans.length);
      return new Uint8Array(spans.length);
    },
    join: (requests) => Buffer.concat(requests),
    readPartialSuccess: () => undefined,
  };
  const client = createFakeClient(SUCCESS);
  const exporter = createPacedExporter(createOtlpSpanExporter(client, counting, 10_000), (next) => ({
    export: (spans, done) => {
      prepared.push(spans.length);
      next.export(spans, done);
    },
    shutdown: () => next.shutdown(),
  }));

  expect(await exportAll(exporter, endedSpans(PIECE_SIZE * 4 + 4))).toEqual({ code: ExportResultCode.SUCCESS });
  const pieces = [PIECE_SIZE, PIECE_SIZE, PIECE_SIZE, PIECE_SIZE, 4];
  expect({ prepared, encoded }).toEqual({ prepared: pieces, encoded: pieces });
});

/** Withholds every tenth span, as the enrichment does with documents that are too large. */
function withhold(next: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => {
      const kept = spans.filter(({ name }) => !name.endsWith('0'));
      const rejectedSpans = spans.length - kept.length;
      const tell = (result: ExportResult): void =>
        done(
          rejectedSpans === 0 ? result : ({ ...result, rejectedSpans, error: new Error('too large') } as ExportResult),
        );
      if (kept.length === 0) tell({ code: ExportResultCode.SUCCESS });
      else next.export(kept, tell);
    },
    shutdown: () => next.shutdown(),
  };
}

function answering(result: SpanExportResult, received: string[] = []): SpanExporter {
  return {
    export: (spans, done) => {
      received.push(...spans.map(({ name }) => name));
      done(result);
    },
    shutdown: () => Promise.resolve(),
  };
}

test('spans that are withheld on the way are counted over all pieces', async () => {
  const received: string[] = [];
  const exporter = createPacedExporter(answering({ code: ExportResultCode.SUCCESS }, received), withhold);
  expect(await exportAll(exporter, endedSpans(100))).toMatchObject({
    code: ExportResultCode.SUCCESS,
    rejectedSpans: 10,
    error: { message: 'too large' },
  });
  expect(received).toHaveLength(90);
});

test('what the collector refuses comes on top, and its reason goes first', async () => {
  const refusing = answering({ code: ExportResultCode.SUCCESS, rejectedSpans: 2, error: new Error('too old') });
  expect(await exportAll(createPacedExporter(refusing, withhold), endedSpans(20))).toMatchObject({
    rejectedSpans: 4,
    error: { message: 'too old' },
  });
});

test('a batch of which nothing is left is not sent', async () => {
  const received: string[] = [];
  const exporter = createPacedExporter(answering({ code: ExportResultCode.FAILED }, received), withhold);
  expect(await exportAll(exporter, endedSpans(1))).toMatchObject({ code: ExportResultCode.SUCCESS, rejectedSpans: 1 });
  expect(received).toEqual([]);
});

test('a failure stays one', async () => {
  const failing = createPacedExporter(answering({ code: ExportResultCode.FAILED }), withhold);
  expect(await exportAll(failing, endedSpans(20))).toEqual({ code: ExportResultCode.FAILED });
  const throwing = createPacedExporter(answering({ code: ExportResultCode.SUCCESS }), () => ({
    export: () => {
      throw new Error('broken');
    },
    shutdown: () => Promise.resolve(),
  }));
  expect(await exportAll(throwing, endedSpans(1))).toMatchObject({
    code: ExportResultCode.FAILED,
    error: { message: 'broken' },
  });
});

test('a flush is also for what has not come to the exporter yet', async () => {
  const events: string[] = [];
  const exporter = createPacedExporter(
    {
      export: (_spans, done) => {
        events.push('export');
        setImmediate(() => done({ code: ExportResultCode.SUCCESS }));
      },
      forceFlush: async () => void events.push('flush'),
      shutdown: () => Promise.resolve(),
    },
    withhold,
  );
  const exporting = exportAll(exporter, endedSpans(2 * PIECE_SIZE));
  await exporter.forceFlush?.();
  await exporting;
  expect(events).toEqual(['flush', 'export', 'flush']);
});
