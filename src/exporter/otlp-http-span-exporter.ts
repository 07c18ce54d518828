// Loaded by `import()` at the first export.
import type { ExporterConfig } from '../config/config.ts';
import type { OnConnect } from './connecting.ts';
import { selectLegalHeaders } from './export-headers.ts';
import { createHttpClient } from './http-client.ts';
import { checkHttpHeader } from './http-headers.ts';
import { createLookup } from './lookup-address.ts';
import { encodingOf } from './otlp-encoding.ts';
import { createOtlpSpanExporter, type OtlpExporterSurroundings } from './otlp-span-exporter.ts';
import type { PreparingExporter } from './ready-spans.ts';
import type { TlsFiles } from './tls-files.ts';
import { nextTurn } from './turns.ts';

/** The OTLP/HTTP exporter for the configured endpoint, in protobuf or JSON. Rejects when the endpoint is no URL. */
export async function createOtlpHttpSpanExporter(
  config: ExporterConfig,
  { userAgent, createPrepare }: OtlpExporterSurroundings,
  onConnect?: OnConnect,
  onServerTime?: (serverMillis: number) => void,
): Promise<PreparingExporter> {
  const url = new URL(config.endpoint);
  const encoding = encodingOf(config.protocol);
  const headers = selectLegalHeaders(config.headers, checkHttpHeader);
  const client = createHttpClient({
    url,
    headers: { ...headers, 'Content-Type': encoding.contentType, 'User-Agent': userAgent },
    isCompressed: config.compression === 'gzip',
    tlsFiles: url.protocol === 'https:' ? await readFiles(config) : {},
    lookup: createLookup({ asksSystem: true }),
    onConnect,
    onServerTime,
  });
  await nextTurn();
  const prepare = createPrepare();
  await nextTurn();
  return createOtlpSpanExporter({ client, encoding, timeoutMillis: config.timeoutMillis, prepare });
}

async function readFiles(config: ExporterConfig): Promise<TlsFiles> {
  const { readTlsFiles } = await import('./tls-files.ts');
  return readTlsFiles(config);
}
