import { status } from '@grpc/grpc-js';
import { ExportResultCode } from '@opentelemetry/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ExporterConfig } from '../../src/config/config.ts';
import { createOtlpGrpcSpanExporter } from '../../src/exporter/otlp-grpc-span-exporter.ts';
import { exporterConfig, exportSpans, pemFile } from './exporting.ts';
import { findClosedPort, startGrpcCollector } from './fake-collector.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';
import { surroundings } from './surroundings.ts';

type Collector = Awaited<ReturnType<typeof startGrpcCollector>>;

let diagnostics: ReturnType<typeof recordDiagnostics>;
let collector: Collector | undefined;
beforeEach(() => {
  diagnostics = recordDiagnostics();
});
afterEach(async () => {
  diagnostics.stop();
  vi.unstubAllEnvs();
  await collector?.close();
  collector = undefined;
});

async function exportTo(endpoint: string, options: Partial<ExporterConfig> = {}) {
  const exporter = await createOtlpGrpcSpanExporter(exporterConfig(endpoint, options), surroundings('otel-xray/1.2.3'));
  const result = await exportSpans(exporter);
  await exporter.shutdown();
  return result;
}

describe('a collector that listens', () => {
  test('gets spans, headers and user agent over http:// without TLS', async () => {
    collector = await startGrpcCollector();
    const result = await exportTo(`http://127.0.0.1:${collector.port}`, {
      headers: { Authorization: 'Bearer abc', 'x-tenant': '7' },
    });
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    const [received] = collector.received;
    expect(received?.headers).toMatchObject({
      authorization: 'Bearer abc',
      'x-tenant': '7',
      'user-agent': 'otel-xray/1.2.3',
    });
    expect(
      received?.body.includes('span-0') && received.body.includes('span-1') && received.body.includes('shop'),
    ).toBe(true);
    expect(diagnostics.lines).toEqual([]);
  });

  test('gets them compressed when asked for', async () => {
    collector = await startGrpcCollector();
    const result = await exportTo(`http://127.0.0.1:${collector.port}`, { compression: 'gzip' });
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    expect(collector.received[0]?.body.includes('span-0')).toBe(true);
  });

  test('gets them over https:// with the configured authority', async () => {
    collector = await startGrpcCollector({ tls: 'server' });
    const result = await exportTo(`https://127.0.0.1:${collector.port}`, { certificateFile: pemFile('ca.pem') });
    expect(result.code).toBe(ExportResultCode.SUCCESS);
  });

  test('gets them over https:// with a client certificate', async () => {
    collector = await startGrpcCollector({ tls: 'mutual' });
    const result = await exportTo(`https://127.0.0.1:${collector.port}`, {
      certificateFile: pemFile('ca.pem'),
      clientCertificateFile: pemFile('client.pem'),
      clientKeyFile: pemFile('client-key.pem'),
    });
    expect(result.code).toBe(ExportResultCode.SUCCESS);
  });

  test('gets nothing where its certificate is not trusted', async () => {
    collector = await startGrpcCollector({ tls: 'server' });
    const result = await exportTo(`https://127.0.0.1:${collector.port}`, { timeoutMillis: 500 });
    expect(result.code).toBe(ExportResultCode.FAILED);
    expect(collector.received).toEqual([]);
  });

  test('gets them without what the environment says', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'from-environment=ü');
    vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', 'soon');
    vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', 'zip');
    vi.stubEnv('OTEL_EXPORTER_OTLP_CERTIFICATE', '/does/not/exist.pem');
    collector = await startGrpcCollector();
    const result = await exportTo(`http://127.0.0.1:${collector.port}`);
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    expect(collector.received[0]?.headers).not.toHaveProperty('from-environment');
    expect(diagnostics.lines).toEqual([]);
  });
});

describe('bad input', () => {
  test('an illegal header is left out, and its value is not told', async () => {
    collector = await startGrpcCollector();
    const headers = { 'bad name': 'secret-1', 'x-bad': 'secret-2\n', 'x-trace-bin': 'secret-3', 'x-good': 'yes' };
    const result = await exportTo(`http://127.0.0.1:${collector.port}`, { headers });
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    expect(collector.received[0]?.headers).toMatchObject({ 'x-good': 'yes' });
    expect(diagnostics.lines).toEqual([
      'The export headers hold "bad name", "x-bad", "x-trace-bin", illegal in name or value; expected tokens with printable ASCII values. Going on without them.',
    ]);
  });

  test('PEM files that are missing are told once and left out', async () => {
    collector = await startGrpcCollector({ tls: 'server' });
    const files = {
      certificateFile: '/no/ca.pem',
      clientCertificateFile: '/no/client.pem',
      clientKeyFile: '/no/key.pem',
    };
    await exportTo(`https://127.0.0.1:${collector.port}`, { ...files, timeoutMillis: 200 });
    expect(diagnostics.lines).toEqual([
      `TLS to "127.0.0.1:${collector.port}" needs readable PEM files, but got "/no/ca.pem" (ENOENT), "/no/client.pem" (ENOENT), "/no/key.pem" (ENOENT). Going on without its own certificate authority and a client certificate.`,
    ]);
  });

  test('PEM files that are no PEM are told once and left out', async () => {
    collector = await startGrpcCollector({ tls: 'server' });
    const files = { clientCertificateFile: pemFile('README.md'), clientKeyFile: pemFile('README.md') };
    await exportTo(`https://127.0.0.1:${collector.port}`, { ...files, timeoutMillis: 200 });
    expect(diagnostics.lines).toEqual([
      expect.stringMatching(/^The PEM files for TLS to "127\.0\.0\.1:\d+" were refused .* Going on without them\.$/),
    ]);
  });

  test('an endpoint that is no URL is a rejection, not a throw', async () => {
    await expect(createOtlpGrpcSpanExporter(exporterConfig('not a url'), surroundings())).rejects.toThrow(
      'Invalid URL',
    );
  });
});

describe('a collector in trouble', () => {
  test('that is twice unavailable gets the spans with the third attempt', async () => {
    const unavailable = { code: status.UNAVAILABLE, details: 'warming up' };
    collector = await startGrpcCollector({ answers: [unavailable, unavailable] });
    const result = await exportTo(`http://127.0.0.1:${collector.port}`);
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    expect(collector.received).toHaveLength(3);
  });

  test('that refuses is not asked again', async () => {
    collector = await startGrpcCollector({ answers: [{ code: status.PERMISSION_DENIED, details: 'go away' }] });
    const result = await exportTo(`http://127.0.0.1:${collector.port}`);
    expect(result).toMatchObject({ code: ExportResultCode.FAILED, error: { message: '7 PERMISSION_DENIED: go away' } });
    expect(collector.received).toHaveLength(1);
  });

  test('that is not there fails within the time-out', async () => {
    const result = await exportTo(`http://127.0.0.1:${await findClosedPort()}`, { timeoutMillis: 1500 });
    expect(result).toMatchObject({ code: ExportResultCode.FAILED, error: { code: status.UNAVAILABLE } });
  });
});
