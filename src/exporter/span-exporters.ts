import { ConsoleSpanExporter } from '@opentelemetry/sdk-trace';
import type { Config, ExporterConfig } from '../config/config.ts';
import type { OnConnect } from './connecting.ts';
import type { OtlpExporterSurroundings } from './otlp-span-exporter.ts';
import type { PreparingExporter } from './ready-spans.ts';
import { createSynchronousExporter, type SynchronousExporter } from './synchronous-exporter.ts';
import { loadInTurns, nextTurn } from './turns.ts';

/** What `node:http2` and `node:https` load by themselves, 30 ms of CPU where nobody else has loaded them. */
const HTTP_MODULES = ['node:crypto', 'node:tls', 'node:https'];
const GRPC_MODULES = ['node:fs/promises', 'node:assert', 'node:crypto', 'node:tls', 'node:http', 'node:http2'];

/** A span exporter that knows its place in the configuration. */
export interface NamedSpanExporter extends PreparingExporter {
  readonly kind: 'otlp' | 'console';
  /** Where the spans go, as a user may see it: the endpoint without credentials and query, or `console`. */
  readonly destination: string;
  /** See {@link SynchronousExporter}; absent where `export` itself has done its work when it returns. */
  readonly exportSynchronously?: SynchronousExporter['exportSynchronously'];
}

/** What the OTLP exporters are given by the distribution. */
export interface OtlpSurroundings extends OtlpExporterSurroundings {
  /** Told of the time of the collector, in milliseconds since 1970, where its answers tell it; `source` is the collector. */
  readonly onServerTime?: (serverMillis: number, source: string) => void;
}

/**
 * One exporter for each kind that the configuration names. OTLP clients are loaded by their first export;
 * what they need comes from `config`, not from the environment. The console shows spans as they were recorded.
 */
export function createSpanExporters(
  config: ExporterConfig,
  surroundings: OtlpSurroundings & Pick<Config, 'shutdownTimeoutMillis'>,
): NamedSpanExporter[] {
  return config.kinds.map((kind) =>
    kind === 'console'
      ? Object.assign(new ConsoleSpanExporter(), { kind, destination: 'console' })
      : {
          ...createSynchronousExporter(config, {
            ...surroundings,
            load: (onConnect) => loadOtlpExporter(config, surroundings, onConnect),
          }),
          kind,
          destination: describeEndpoint(config.endpoint),
        },
  );
}

/** The endpoint for people: credentials, query and fragment of the URL left out. */
export function describeEndpoint(endpoint: string): string {
  try {
    const { protocol, host, pathname } = new URL(endpoint);
    return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
  } catch {
    return 'the configured endpoint';
  }
}

async function loadOtlpExporter(
  config: ExporterConfig,
  surroundings: OtlpSurroundings,
  onConnect: OnConnect,
): Promise<PreparingExporter> {
  if (config.protocol === 'grpc') {
    await loadInTurns(GRPC_MODULES);
    await import('./otlp-encoding.ts');
    await nextTurn();
    const { createOtlpGrpcSpanExporter } = await import('./otlp-grpc-span-exporter.ts');
    return createOtlpGrpcSpanExporter(config, surroundings, onConnect);
  }
  await loadInTurns(HTTP_MODULES);
  await import('./otlp-encoding.ts');
  await nextTurn();
  const { createOtlpHttpSpanExporter } = await import('./otlp-http-span-exporter.ts');
  return createOtlpHttpSpanExporter(config, surroundings, onConnect, (serverMillis) =>
    surroundings.onServerTime?.(serverMillis, describeEndpoint(config.endpoint)),
  );
}
