// Loaded by `import()` at the first export.
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterConfig } from '../config/config.ts';
import { selectLegalHeaders } from './export-headers.ts';
import { createHttpClient } from './http-client.ts';
import { jsonEncoding, protobufEncoding } from './otlp-encoding.ts';
import { createOtlpSpanExporter } from './otlp-span-exporter.ts';
import { readTlsFiles } from './tls-files.ts';

/** The OTLP/HTTP exporter for the configured endpoint, in protobuf or JSON. Rejects when the endpoint is no URL. */
export async function createOtlpHttpSpanExporter(config: ExporterConfig, userAgent: string): Promise<SpanExporter> {
  const url = new URL(config.endpoint);
  const encoding = config.protocol === 'http/json' ? jsonEncoding : protobufEncoding;
  const headers = selectLegalHeaders(config.headers, (name, value) => {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  });
  const client = createHttpClient({
    url,
    headers: { ...headers, 'Content-Type': encoding.contentType, 'User-Agent': userAgent },
    isCompressed: config.compression === 'gzip',
    tlsFiles: url.protocol === 'https:' ? await readTlsFiles(config) : {},
  });
  return createOtlpSpanExporter(client, encoding, config.timeoutMillis);
}
