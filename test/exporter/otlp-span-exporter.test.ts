import { ExportResultCode } from '@opentelemetry/core';
import { expect, test } from 'vitest';
import type { OtlpEncoding } from '../../src/exporter/otlp-encoding.ts';
import { createOtlpSpanExporter } from '../../src/exporter/otlp-span-exporter.ts';
import { exportSpans } from './exporting.ts';
import { ABSENT, createFakeClient, REFUSED, SUCCESS } from './fake-client.ts';

const encoding: OtlpEncoding = {
  contentType: 'test',
  encode: () => new Uint8Array(1),
  join: (requests) => new Uint8Array(requests.length),
  readPartialSuccess: () => undefined,
};

test('an answer of the collector is the result of the export', async () => {
  const exporter = createOtlpSpanExporter(createFakeClient(SUCCESS, REFUSED), encoding, 10_000);
  expect(await exportSpans(exporter)).toEqual({ code: ExportResultCode.SUCCESS });
  expect(await exportSpans(exporter)).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'refused' } });
});

test('spans that the collector refused are told', async () => {
  const partial = { ...encoding, readPartialSuccess: () => ({ rejectedSpans: 1, errorMessage: 'too old' }) };
  const exporter = createOtlpSpanExporter(createFakeClient(SUCCESS), partial, 10_000);
  expect(await exportSpans(exporter)).toMatchObject({
    code: ExportResultCode.SUCCESS,
    rejectedSpans: 1,
    error: { message: 'too old' },
  });
});

test('spans that cannot be encoded are a failed export', async () => {
  const empty = createOtlpSpanExporter(createFakeClient(), { ...encoding, encode: () => undefined }, 10_000);
  expect(await exportSpans(empty)).toMatchObject({
    code: ExportResultCode.FAILED,
    error: { message: 'the spans could not be encoded' },
  });
  const broken = () => {
    throw new Error('broken');
  };
  const throwing = createOtlpSpanExporter(createFakeClient(), { ...encoding, encode: broken }, 10_000);
  expect(await exportSpans(throwing)).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'broken' } });
});

test('a flush gives up where nobody listens, and a shutdown ends what runs', async () => {
  const absent = createOtlpSpanExporter(createFakeClient(ABSENT), encoding, 10_000);
  const given = exportSpans(absent);
  await absent.forceFlush?.();
  expect(await given).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'connect ECONNREFUSED' } });
  const client = createFakeClient();
  const silent = createOtlpSpanExporter(client, encoding, 10_000);
  const ended = exportSpans(silent);
  await silent.shutdown();
  expect(await ended).toMatchObject({ code: ExportResultCode.FAILED });
  expect(client.isClosed).toBe(true);
});
