// The way out of the process: batches of ended spans, their accounts, and the clients that send them.
export {
  createSpanProcessor,
  type AccountingSpanProcessor,
  type SpanCounts,
  type SpanProcessorOptions,
} from './batch-span-processor.ts';
export { createSpanProcessors } from './create-span-processors.ts';
export { createSpanExporters, type NamedSpanExporter, type OtlpSurroundings } from './span-exporters.ts';
