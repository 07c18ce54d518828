import { ExportResultCode } from '@opentelemetry/core';
import { expect, test } from 'vitest';
import type { OtlpClient } from '../../src/exporter/otlp-client.ts';
import type { OtlpEncoding } from '../../src/exporter/otlp-encoding.ts';
import { createOtlpSpanExporter } from '../../src/exporter/otlp-span-exporter.ts';
import type { PreparingExporter } from '../../src/exporter/ready-spans.ts';
import { exportSpans } from './exporting.ts';
import { ABSENT, createFakeClient, REFUSED, SUCCESS } from './fake-client.ts';

const encoding: OtlpEncoding = {
  contentType: 'test',
  encode: ([span]) => [{ resource: span!.resource, scope: span!.instrumentationScope, bytes: new Uint8Array(1) }],
  join: (encoded) => new Uint8Array(encoded.length),
  readPartialSuccess: () => undefined,
};

function createExporter(client: OtlpClient, used: OtlpEncoding = encoding): PreparingExporter {
  return createOtlpSpanExporter({ client, encoding: used, timeoutMillis: 10_000, prepare: (span) => span });
}

test('an answer of the collector is the result of the export', async () => {
  const exporter = createExporter(createFakeClient(SUCCESS, REFUSED));
  expect(await exportSpans(exporter)).toEqual({ code: ExportResultCode.SUCCESS });
  expect(await exportSpans(exporter)).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'refused' } });
});

test('spans that the collector refused are told', async () => {
  const partial = { ...encoding, readPartialSuccess: () => ({ rejectedSpans: 1, errorMessage: 'too old' }) };
  const exporter = createExporter(createFakeClient(SUCCESS), partial);
  expect(await exportSpans(exporter)).toMatchObject({
    code: ExportResultCode.SUCCESS,
    rejectedSpans: 1,
    error: { message: 'too old' },
  });
});

test('spans that cannot be encoded are a failed export', async () => {
  const broken = () => {
    throw new Error('broken');
  };
  const throwing = createExporter(createFakeClient(), { ...encoding, encode: broken });
  expect(await exportSpans(throwing)).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'broken' } });
});

test('a flush gives up where nobody listens, and a shutdown ends what runs', async () => {
  const absent = createExporter(createFakeClient(ABSENT));
  const given = exportSpans(absent);
  await absent.forceFlush?.();
  expect(await given).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'connect ECONNREFUSED' } });
  const client = createFakeClient();
  const silent = createExporter(client);
  const ended = exportSpans(silent);
  await silent.shutdown();
  expect(await ended).toMatchObject({ code: ExportResultCode.FAILED });
  expect(client.isClosed).toBe(true);
});
