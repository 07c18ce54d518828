import { ExportResultCode } from '@opentelemetry/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ExporterConfig } from '../../src/config/config.ts';
import { createOtlpHttpSpanExporter } from '../../src/exporter/otlp-http-span-exporter.ts';
import { exporterConfig, exportSpans, pemFile } from './exporting.ts';
import { findClosedPort, startHttpCollector } from './fake-collector.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';
import { surroundings } from './surroundings.ts';

type Collector = Awaited<ReturnType<typeof startHttpCollector>>;

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
  const config = exporterConfig(endpoint, { protocol: 'http/protobuf', ...options });
  const exporter = await createOtlpHttpSpanExporter(config, surroundings('otel-xray/1.2.3'));
  const result = await exportSpans(exporter);
  await exporter.shutdown();
  return result;
}

describe('a collector that listens', () => {
  test('gets protobuf with headers and user agent at the given path', async () => {
    collector = await startHttpCollector();
    const result = await exportTo(`http://127.0.0.1:${collector.port}/v1/traces`, {
      headers: { Authorization: 'Bearer abc' },
    });
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    const [received] = collector.received;
    expect(received?.path).toBe('/v1/traces');
    expect(received?.headers).toMatchObject({
      authorization: 'Bearer abc',
      'content-type': 'application/x-protobuf',
      'user-agent': 'otel-xray/1.2.3',
    });
    expect(received?.body.includes('span-0') && received.body.includes('shop')).toBe(true);
    expect(diagnostics.lines).toEqual([]);
  });

  test('gets JSON for http/json', async () => {
    collector = await startHttpCollector();
    await exportTo(`http://127.0.0.1:${collector.port}/v1/traces`, { protocol: 'http/json' });
    const [received] = collector.received;
    expect(received?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(String(received?.body))).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'span-0' }, { name: 'span-1' }] }] }],
    });
  });

  test.each(['http/protobuf', 'http/json'] as const)('gets %s compressed when asked for', async (protocol) => {
    collector = await startHttpCollector();
    await exportTo(`http://127.0.0.1:${collector.port}/v1/traces`, { protocol, compression: 'gzip' });
    expect(collector.received[0]?.headers['content-encoding']).toBe('gzip');
    expect(collector.received[0]?.body.includes('span-0')).toBe(true);
  });

  test('gets them over https:// with authority and client certificate', async () => {
    collector = await startHttpCollector({ tls: 'mutual' });
    const result = await exportTo(`https://127.0.0.1:${collector.port}/v1/traces`, {
      certificateFile: pemFile('ca.pem'),
      clientCertificateFile: pemFile('client.pem'),
      clientKeyFile: pemFile('client-key.pem'),
    });
    expect(result.code).toBe(ExportResultCode.SUCCESS);
  });

  test('gets nothing where its certificate is not trusted', async () => {
    collector = await startHttpCollector({ tls: 'server' });
    const result = await exportTo(`https://127.0.0.1:${collector.port}/v1/traces`);
    expect(result.code).toBe(ExportResultCode.FAILED);
    expect(collector.received).toEqual([]);
  });

  test('gets them without what the environment says', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', '::garbage::');
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'from-environment=1');
    vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', 'soon');
    vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', 'zip');
    vi.stubEnv('OTEL_EXPORTER_OTLP_CERTIFICATE', '/does/not/exist.pem');
    collector = await startHttpCollector();
    await exportTo(`http://127.0.0.1:${collector.port}/v1/traces`);
    expect(collector.received[0]?.headers).not.toHaveProperty('from-environment');
    expect(diagnostics.lines).toEqual([]);
  });
});

describe('bad input', () => {
  test('an illegal header is left out, and its value is not told', async () => {
    collector = await startHttpCollector();
    const result = await exportTo(`http://127.0.0.1:${collector.port}/v1/traces`, {
      headers: { 'x-bad': 'secret\n', 'x-good': 'yes' },
    });
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    expect(collector.received[0]?.headers).toMatchObject({ 'x-good': 'yes' });
    expect(diagnostics.lines).toEqual([
      'The export headers hold "x-bad", illegal in name or value; expected tokens with printable ASCII values. Going on without it.',
    ]);
  });

  test('half a client certificate is told once and left out', async () => {
    collector = await startHttpCollector({ tls: 'server' });
    const result = await exportTo(`https://127.0.0.1:${collector.port}/v1/traces`, {
      certificateFile: pemFile('ca.pem'),
      clientCertificateFile: pemFile('client.pem'),
    });
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    expect(diagnostics.lines).toEqual([
      expect.stringContaining(
        'needs both a client certificate and its key, but got one of them. Going on without a client certificate.',
      ),
    ]);
  });

  test('an endpoint that is no URL is a rejection, not a throw', async () => {
    await expect(createOtlpHttpSpanExporter(exporterConfig('not a url'), surroundings())).rejects.toThrow(
      'Invalid URL',
    );
  });
});

describe('a collector in trouble', () => {
  test('that is twice unavailable gets the spans with the third attempt', async () => {
    const busy = { status: 503, headers: { 'retry-after': '0' } };
    collector = await startHttpCollector({ answers: [busy, busy] });
    const result = await exportTo(`http://127.0.0.1:${collector.port}/v1/traces`);
    expect(result.code).toBe(ExportResultCode.SUCCESS);
    expect(collector.received).toHaveLength(3);
  });

  test('that refuses is not asked again', async () => {
    collector = await startHttpCollector({ answers: [{ status: 400 }] });
    const result = await exportTo(`http://127.0.0.1:${collector.port}/v1/traces`);
    expect(result).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'HTTP 400 Bad Request' } });
    expect(collector.received).toHaveLength(1);
  });

  test('that is not there fails within the time-out', async () => {
    const result = await exportTo(`http://127.0.0.1:${await findClosedPort()}/v1/traces`, { timeoutMillis: 500 });
    expect(result).toMatchObject({ code: ExportResultCode.FAILED, error: { code: 'ECONNREFUSED' } });
  });
});
