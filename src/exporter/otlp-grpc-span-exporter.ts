// Loaded by `import()` at the first export: grpc-js is what start-up must not pay for.
import { credentials, Metadata, type ChannelCredentials } from '@grpc/grpc-js';
import { diag } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterConfig } from '../config/config.ts';
import { selectLegalHeaders } from './export-headers.ts';
import { createGrpcClient } from './grpc-client.ts';
import { protobufEncoding } from './otlp-encoding.ts';
import { createOtlpSpanExporter } from './otlp-span-exporter.ts';
import { readTlsFiles } from './tls-files.ts';

/**
 * The OTLP/gRPC exporter for the configured endpoint: with TLS for `https://`, without it otherwise. Rejects
 * when the endpoint is no URL.
 */
export async function createOtlpGrpcSpanExporter(config: ExporterConfig, userAgent: string): Promise<SpanExporter> {
  const endpoint = new URL(config.endpoint);
  const client = createGrpcClient({
    address: readAddress(endpoint),
    credentials: endpoint.protocol === 'https:' ? await createTlsCredentials(config) : credentials.createInsecure(),
    metadata: createMetadata(config.headers),
    isCompressed: config.compression === 'gzip',
    userAgent,
  });
  return createOtlpSpanExporter(client, protobufEncoding, config.timeoutMillis);
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
    const { host } = new URL(config.endpoint);
    diag.warn(
      `The PEM files for TLS to "${host}" were refused (${String(error)}); expected certificates and a key that match. Going on without them.`,
    );
    return credentials.createSsl();
  }
}
