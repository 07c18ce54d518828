import type { OtlpSurroundings } from '../../src/exporter/span-exporters.ts';

/** Exporters that send spans as they were recorded. */
export function surroundings(userAgent = 'otel-xray/0'): OtlpSurroundings & { readonly shutdownTimeoutMillis: number } {
  return { userAgent, createPrepare: () => (span) => span, shutdownTimeoutMillis: 3000 };
}
