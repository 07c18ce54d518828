import { ConsoleSpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterConfig } from '../config/config.ts';
import { createLazySpanExporter } from './lazy-span-exporter.ts';

/** A span exporter that knows its place in the configuration. */
export interface NamedSpanExporter extends SpanExporter {
  readonly kind: 'otlp' | 'console';
  /** Where the spans go, as a user may see it: the endpoint without credentials and query, or `console`. */
  readonly destination: string;
}

/** What the OTLP exporters are given by the distribution. */
export interface OtlpSurroundings {
  /** Put before upstream's own, such as `otel-xray/0.1.0`. */
  readonly userAgent: string;
  /** Puts before an exporter what makes spans ready for X-Ray; asked for at the first export. */
  readonly prepare: (exporter: SpanExporter) => Promise<SpanExporter>;
}

/**
 * One exporter for each kind that the configuration names. OTLP clients are loaded by their first export;
 * what they need comes from `config`, not from the environment. The console shows spans as they were recorded.
 */
export function createSpanExporters(config: ExporterConfig, surroundings: OtlpSurroundings): NamedSpanExporter[] {
  return config.kinds.map((kind) =>
    kind === 'console'
      ? Object.assign(new ConsoleSpanExporter(), { kind, destination: 'console' })
      : {
          ...createLazySpanExporter(async () =>
            surroundings.prepare(await loadOtlpExporter(config, surroundings.userAgent)),
          ),
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
