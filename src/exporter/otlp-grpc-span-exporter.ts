// Loaded by `import()` at the first export: grpc-js is what start-up must not pay for.
import { credentials, Metadata, status, type ChannelCredentials } from '@grpc/grpc-js';
import { diag } from '@opentelemetry/api';
import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import { createOtlpGrpcExportDelegate } from '@opentelemetry/otlp-grpc-exporter-base';
import { ProtobufTraceSerializer, TraceExporterMetricsHelper } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterConfig } from '../config/config.ts';
import { selectLegalHeaders } from './export-headers.ts';
import { createRetryingSpanExporter } from './retrying-span-exporter.ts';
import { readTlsFiles } from './tls-files.ts';

/** Upstream's default. The processor exports one batch at a time; the rest is for answers after their time-out. */
const CONCURRENCY_LIMIT = 30;

/** https://opentelemetry.io/docs/specs/otlp/#failures; RESOURCE_EXHAUSTED counts only with a RetryInfo. */
const RETRYABLE_CODES: ReadonlySet<number> = new Set([
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.OUT_OF_RANGE,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);

/**
 * The OTLP/gRPC exporter for the configured endpoint: with TLS for `https://`, without it otherwise. Made of
 * upstream's parts instead of its `OTLPTraceExporter`, which would read the environment again: it repeats
 * warnings, adds headers that code had overridden, and fails on illegal ones with their value in the message.
 * Rejects when the endpoint is no URL.
 */
export async function createOtlpGrpcSpanExporter(config: ExporterConfig, userAgent: string): Promise<SpanExporter> {
  const endpoint = new URL(config.endpoint);
  const metadata = createMetadata(config.headers);
  const channelCredentials = endpoint.protocol === 'https:' ? await createTlsCredentials(config) : credentials.createInsecure();
  const delegate = createOtlpGrpcExportDelegate(
    {
      url: readAddress(endpoint),
      metadata: () => metadata,
      credentials: () => channelCredentials,
      compression: config.compression,
      timeoutMillis: config.timeoutMillis,
      concurrencyLimit: CONCURRENCY_LIMIT,
      userAgent,
    },
    ProtobufTraceSerializer,
    'otlp_grpc_span_exporter',
    TraceExporterMetricsHelper,
    undefined,
    'TraceExportService',
    '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  );
  const exporter = new OTLPExporterBase<ReadableSpan[]>(delegate);
  return createRetryingSpanExporter(exporter, { timeoutMillis: config.timeoutMillis, isRetryable });
}

/** Whether the collector may accept the same request a moment later, by the gRPC status of the error. */
export function isRetryable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, metadata } = error as { code?: unknown; metadata?: unknown };
  if (code === status.RESOURCE_EXHAUSTED) return metadata instanceof Metadata && hasRetryInfo(metadata);
  return typeof code === 'number' && RETRYABLE_CODES.has(code);
}

function hasRetryInfo(metadata: Metadata): boolean {
  return metadata.get('grpc-status-details-bin').some((details) => details.includes('google.rpc.RetryInfo'));
}

/** Host and port for grpc-js, which takes 443 for a missing port; a URL drops the default port of its scheme. */
function readAddress(endpoint: URL): string {
  if (endpoint.protocol === 'unix:') return endpoint.href;
  const defaultPort = endpoint.protocol === 'https:' ? 443 : 80;
  return `${endpoint.hostname}:${endpoint.port === '' ? defaultPort : endpoint.port}`;
}

function createMetadata(headers: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  const legal = selectLegalHeaders(headers, (name, value) => new Metadata().set(name, value));
  for (const [name, value] of Object.entries(legal)) metadata.set(name, value);
  return metadata;
}

async function createTlsCredentials(config: ExporterConfig): Promise<ChannelCredentials> {
  const { ca, cert, key } = await readTlsFiles(config);
  try {
    return credentials.createSsl(ca ?? null, key ?? null, cert ?? null);
  } catch (error) {
    diag.warn(`The PEM files for TLS to "${new URL(config.endpoint).host}" were refused (${String(error)}); expected certificates and a key that match. Going on without them.`);
    return credentials.createSsl();
  }
}
