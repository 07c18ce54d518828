import { fileURLToPath } from 'node:url';
import type { ExportResult } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterConfig } from '../../src/config/config.ts';
import { endedSpans } from './ended-spans.ts';

/** An exporter's configuration for tests: OTLP/gRPC to `endpoint`, everything else plain. */
export function exporterConfig(endpoint: string, options: Partial<ExporterConfig> = {}): ExporterConfig {
  return {
    kinds: ['otlp'],
    protocol: 'grpc',
    endpoint,
    headers: {},
    compression: 'none',
    timeoutMillis: 10_000,
    ...options,
  };
}

/** The path of a PEM file among the fixtures. */
export function pemFile(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}

/** Exports `count` spans, `span-0` first, and gives the exporter's answer. */
export function exportSpans(exporter: SpanExporter, count = 2): Promise<ExportResult> {
  return new Promise((resolve) => exporter.export(endedSpans(count), resolve));
}
