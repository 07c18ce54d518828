import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect, test, vi } from 'vitest';
import type { EncodedSpans, OtlpEncoding } from '../../src/exporter/otlp-encoding.ts';
import { createOtlpSpanExporter } from '../../src/exporter/otlp-span-exporter.ts';
import { createMakeReady, type PrepareSpan, type ReadySpans } from '../../src/exporter/ready-spans.ts';
import { endedSpan, endedSpans } from './ended-spans.ts';
import { exportSpans } from './exporting.ts';
import { createFakeClient, SUCCESS } from './fake-client.ts';

/** Writes the names of spans. */
const naming: OtlpEncoding = {
  contentType: 'test',
  encode: (spans) => [{ ...ownerOf(spans), bytes: Buffer.from(spans.map(({ name }) => `${name};`).join('')) }],
  join: (encoded) => Buffer.concat(encoded.map(({ bytes }) => bytes)),
  readPartialSuccess: () => undefined,
};

function ownerOf([span = endedSpan()]: readonly ReadableSpan[]): Pick<EncodedSpans, 'resource' | 'scope'> {
  return { resource: span.resource, scope: span.instrumentationScope };
}

/** Withholds every tenth span, as the enrichment does with documents that are too large. */
function withhold(span: ReadableSpan): ReadableSpan | string {
  return span.name.endsWith('0') ? 'too large' : span;
}

function createExporter(encoding: OtlpEncoding = naming, prepare: PrepareSpan = withhold) {
  const client = createFakeClient(SUCCESS);
  return { client, exporter: createOtlpSpanExporter({ client, encoding, timeoutMillis: 10_000, prepare }) };
}

/** What the collector got, by name. */
function sentBy({ client }: ReturnType<typeof createExporter>): string[] {
  return client.attempts.map(({ request }) => Buffer.from(request).toString());
}

function namesOf(count: number): string {
  const names = endedSpans(count).map(({ name }) => `${name};`);
  return names.join('').replaceAll(/span-\d*0;/g, '');
}

test('a batch is made ready for a millisecond a turn, and goes out as one request', async () => {
  const turns: number[] = [];
  let isOpen = false;
  let millis = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => millis);
  const running = createExporter(naming, (span) => {
    millis += 0.3;
    if (!isOpen) turns.push(0);
    // A turn of the event loop ends whenever an immediate made in it has run.
    if (!isOpen) setImmediate(() => (isOpen = false));
    isOpen = true;
    turns.push((turns.pop() ?? 0) + 1);
    return span;
  });
  expect(await exportSpans(running.exporter, 10)).toEqual({ code: ExportResultCode.SUCCESS });
  clock.mockRestore();
  expect(turns).toEqual([4, 4, 2]);
  expect(sentBy(running)).toHaveLength(1);
});

test('a span that alone takes longer than a turn has one of its own', () => {
  const makeReady = createMakeReady((span) => span, naming);
  expect(makeReady(endedSpans(5), () => true)).toMatchObject({ count: 1 });
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
  const broken = (): never => {
    throw new Error('broken');
  };
  const { exporter } = createExporter({ ...naming, encode: broken }, (span) => span);
  expect(await exportSpans(exporter, 1)).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'broken' } });
});

test('what is ready tells of how many spans it was made, and why some were withheld', () => {
  const makeReady = createMakeReady(withhold, naming);
  expect(makeReady(endedSpans(3))).toMatchObject({ count: 3, withheldCount: 1, reason: { message: 'too large' } });
  const none: ReadySpans = makeReady(endedSpans(1));
  expect(none).toMatchObject({ count: 1, encoded: [], withheldCount: 1 });
});
