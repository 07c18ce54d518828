// Loaded by `import()` at the first export: node:http2 is what start-up must not pay for.
import type { SecureContext } from 'node:tls';
import { diag } from '@opentelemetry/api';
import type { ExporterConfig } from '../config/config.ts';
import type { OnConnect } from './connecting.ts';
import { selectLegalHeaders } from './export-headers.ts';
import { createGrpcClient } from './grpc-client.ts';
import { checkGrpcHeader, lowerCased } from './grpc-headers.ts';
import { createLookup } from './lookup-address.ts';
import { protobufEncoding } from './otlp-encoding.ts';
import { createOtlpSpanExporter, type OtlpExporterSurroundings } from './otlp-span-exporter.ts';
import type { PreparingExporter } from './ready-spans.ts';
import { nextTurn } from './turns.ts';

/**
 * The OTLP/gRPC exporter for the configured endpoint: with TLS for `https://`, without it otherwise. Rejects
 * when the endpoint is no URL.
 */
export async function createOtlpGrpcSpanExporter(
  config: ExporterConfig,
  { userAgent, createPrepare }: OtlpExporterSurroundings,
  onConnect?: OnConnect,
): Promise<PreparingExporter> {
  const url = new URL(config.endpoint);
  const client = createGrpcClient({
    url,
    headers: lowerCased(selectLegalHeaders(config.headers, checkGrpcHeader)),
    ...(url.protocol === 'https:' && { secureContext: await readSecureContext(config) }),
    isCompressed: config.compression === 'gzip',
    userAgent,
    lookup: createLookup({ asksSystem: true }),
    onConnect,
  });
  await nextTurn();
  const prepare = createPrepare();
  await nextTurn();
  return createOtlpSpanExporter({ client, encoding: protobufEncoding, timeoutMillis: config.timeoutMillis, prepare });
}

async function readSecureContext(config: ExporterConfig): Promise<SecureContext> {
  const { createSecureContext } = await import('node:tls');
  const { readTlsFiles } = await import('./tls-files.ts');
  const files = await readTlsFiles(config);
  try {
    return createSecureContext({ ...files });
  } catch (error) {
    const { host } = new URL(config.endpoint);
    diag.warn(
      `The PEM files for TLS to "${host}" were refused (${String(error)}); expected certificates and a key that match. Going on without them.`,
    );
    return createSecureContext();
  }
}
