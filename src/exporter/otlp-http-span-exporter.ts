// Loaded by `import()` at the first export.
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import { createOtlpHttpExportDelegate, httpAgentFactoryFromOptions } from '@opentelemetry/otlp-exporter-base/node-http';
import { JsonTraceSerializer, ProtobufTraceSerializer, TraceExporterMetricsHelper } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterConfig } from '../config/config.ts';
import { selectLegalHeaders } from './export-headers.ts';
import { readTlsFiles } from './tls-files.ts';

/** Upstream's default. The processor exports one batch at a time; the rest is for answers after their time-out. */
const CONCURRENCY_LIMIT = 30;

/**
 * The OTLP/HTTP exporter for the configured endpoint, in protobuf or JSON. Retries of 429, 502, 503, 504 and
 * of lost connections within `timeoutMillis` are upstream's. Made of upstream's parts instead of its
 * `OTLPTraceExporter`, which would read the environment again. Rejects when the endpoint is no URL.
 */
export async function createOtlpHttpSpanExporter(config: ExporterConfig, userAgent: string): Promise<SpanExporter> {
  const isJson = config.protocol === 'http/json';
  const tlsFiles = new URL(config.endpoint).protocol === 'https:' ? await readTlsFiles(config) : {};
  const headers = {
    ...selectLegalHeaders(config.headers, (name, value) => {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }),
    'Content-Type': isJson ? 'application/json' : 'application/x-protobuf',
  };
  const delegate = createOtlpHttpExportDelegate(
    {
      url: config.endpoint,
      // A copy for each request: upstream writes its user agent into it.
      headers: async () => ({ ...headers }),
      compression: config.compression,
      timeoutMillis: config.timeoutMillis,
      concurrencyLimit: CONCURRENCY_LIMIT,
      agentFactory: httpAgentFactoryFromOptions({ keepAlive: true, ...tlsFiles }),
      userAgent,
    },
    isJson ? JsonTraceSerializer : ProtobufTraceSerializer,
    'otlp_http_span_exporter',
    TraceExporterMetricsHelper,
    undefined,
  );
  return new OTLPExporterBase<ReadableSpan[]>(delegate);
}
