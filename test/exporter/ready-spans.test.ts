import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { PIECE_SIZE } from '../../src/exporter/in-pieces.ts';
import type { OtlpEncoding } from '../../src/exporter/otlp-encoding.ts';
import { createOtlpSpanExporter } from '../../src/exporter/otlp-span-exporter.ts';
import { createMakeReady, type Prepare, type ReadySpans } from '../../src/exporter/ready-spans.ts';
import { endedSpans } from './ended-spans.ts';
import { exportSpans } from './exporting.ts';
import { createFakeClient, SUCCESS } from './fake-client.ts';

/** Writes the names of spans. */
const naming: OtlpEncoding = {
  contentType: 'test',
  encode: (spans) => Buffer.from(spans.map(({ name }) => `${name};`).join('')),
  join: (requests) => Buffer.concat(requests),
  readPartialSuccess: () => undefined,
};

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

function createExporter(encoding: OtlpEncoding = naming, prepare: Prepare = withhold) {
  const client = createFakeClient(SUCCESS);
  return { client, exporter: createOtlpSpanExporter({ client, encoding, timeoutMillis: 10_000, prepare }) };
}

/** What the collector got, by name. */
function sentBy({ client }: ReturnType<typeof createExporter>): string[] {
  return client.attempts.map(({ request }) => Buffer.from(request).toString());
}

function namesOf(count: number): string {
  return naming
    .encode(endedSpans(count))
    ?.toString()
    .replaceAll(/span-\d*0;/g, '') as string;
}

test('a batch is made ready and encoded piece by piece, and goes out as one request', async () => {
  const steps: string[] = [];
  const counting: OtlpEncoding = {
    ...naming,
    encode: (spans) => {
      steps.push(`encode ${spans.length}`);
      return naming.encode(spans);
    },
  };
  const running = createExporter(counting, (next) => ({
    export: (spans, done) => {
      steps.push(`prepare ${spans.length}`);
      next.export(spans, done);
    },
    shutdown: () => next.shutdown(),
  }));
  expect(await exportSpans(running.exporter, PIECE_SIZE * 2 + 4)).toEqual({ code: ExportResultCode.SUCCESS });
  expect(steps).toEqual([PIECE_SIZE, PIECE_SIZE, 4].flatMap((size) => [`prepare ${size}`, `encode ${size}`]));
  expect(sentBy(running)).toHaveLength(1);
});

test('spans that were made ready before go in front of the others, and are not encoded again', async () => {
  const running = createExporter();
  const [early, late] = [endedSpans(30).slice(0, 24), endedSpans(30).slice(24)];
  const ready = running.exporter.makeReady?.(early);
  if (ready === undefined) throw new Error('nothing was made ready');
  const result = await new Promise<ExportResult>((resolve) => {
    running.exporter.export(late, resolve, [ready]);
  });
  expect(sentBy(running)).toEqual([namesOf(30)]);
  expect(result).toMatchObject({ code: ExportResultCode.SUCCESS, rejectedSpans: 3, error: { message: 'too large' } });
});

test('spans that are withheld on the way are counted over all pieces', async () => {
  const running = createExporter();
  expect(await exportSpans(running.exporter, 100)).toMatchObject({
    code: ExportResultCode.SUCCESS,
    rejectedSpans: 10,
    error: { message: 'too large' },
  });
  expect(sentBy(running)).toEqual([namesOf(100)]);
});

test('what the collector refuses comes on top, and its reason goes first', async () => {
  const refusing = { ...naming, readPartialSuccess: () => ({ rejectedSpans: 2, errorMessage: 'too old' }) };
  expect(await exportSpans(createExporter(refusing).exporter, 20)).toMatchObject({
    rejectedSpans: 4,
    error: { message: 'too old' },
  });
});

test('a batch of which nothing is left is not sent', async () => {
  const running = createExporter();
  expect(await exportSpans(running.exporter, 1)).toMatchObject({ code: ExportResultCode.SUCCESS, rejectedSpans: 1 });
  expect(sentBy(running)).toEqual([]);
});

test('what is thrown while spans are made ready is a failed export', async () => {
  const { exporter } = createExporter(naming, () => ({
    export: () => {
      throw new Error('broken');
    },
    shutdown: () => Promise.resolve(),
  }));
  expect(await exportSpans(exporter, 1)).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'broken' } });
});

test('what is ready tells of how many spans it was made, and why some were withheld', () => {
  const makeReady = createMakeReady(withhold, naming);
  expect(makeReady(endedSpans(3))).toMatchObject({ count: 3, withheldCount: 1, reason: { message: 'too large' } });
  const none: ReadySpans = makeReady(endedSpans(1));
  expect(none).toMatchObject({ count: 1, bytes: undefined, withheldCount: 1 });
});
