import type { Config } from '../config/config.ts';
import type { AccountingSpanProcessor } from './accounting-span-processor.ts';
import { createSpanProcessor } from './batch-span-processor.ts';
import { createSpanExporters, type OtlpSurroundings } from './span-exporters.ts';

/**
 * The whole way out: for each exporter that the configuration names, its own queue and its own accounts.
 * Spans for the console are printed at once instead of every `scheduledDelayMillis`.
 */
export function createSpanProcessors(
  config: Pick<Config, 'exporter' | 'batch' | 'shutdownTimeoutMillis'>,
  surroundings: OtlpSurroundings,
): AccountingSpanProcessor[] {
  const { shutdownTimeoutMillis } = config;
  return createSpanExporters(config.exporter, { ...surroundings, shutdownTimeoutMillis }).map((exporter) => {
    const { kind, destination, exportSynchronously } = exporter;
    const batch = kind === 'console' ? { ...config.batch, scheduledDelayMillis: 0 } : config.batch;
    return createSpanProcessor(batch, exporter, { destination, shutdownTimeoutMillis, exportSynchronously });
  });
}
