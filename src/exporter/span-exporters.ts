import { ConsoleSpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterConfig } from '../config/config.ts';
import { createLazySpanExporter } from './lazy-span-exporter.ts';

/** A span exporter that knows its place in the configuration. */
export interface NamedSpanExporter extends SpanExporter {
  readonly kind: 'otlp' | 'console';
  /** Where the spans go, as a user may see it: the endpoint without credentials and query, or `console`. */
  readonly destination: string;
}

/**
 * One exporter for each kind that the configuration names. OTLP clients are loaded by their first export;
 * what they need comes from `config`, not from the environment. `userAgent` is put before upstream's own, such
 * as `otel-xray/0.1.0`.
 */
export function createSpanExporters(config: ExporterConfig, userAgent: string): NamedSpanExporter[] {
  return config.kinds.map((kind) =>
    kind === 'console'
      ? Object.assign(new ConsoleSpanExporter(), { kind, destination: 'console' })
      : {
          ...createLazySpanExporter(() => loadOtlpExporter(config, userAgent)),
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

async function loadOtlpExporter(config: ExporterConfig, userAgent: string): Promise<SpanExporter> {
  if (config.protocol === 'grpc') {
    const { createOtlpGrpcSpanExporter } = await import('./otlp-grpc-span-exporter.ts');
    return createOtlpGrpcSpanExporter(config, userAgent);
  }
  const { createOtlpHttpSpanExporter } = await import('./otlp-http-span-exporter.ts');
  return createOtlpHttpSpanExporter(config, userAgent);
}
