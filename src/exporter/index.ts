// The way out of the process: batches of ended spans, their accounts, and the clients that send them.
export type { AccountingSpanProcessor, SpanCounts, SpanProcessorOptions } from './accounting-span-processor.ts';
export { createSpanProcessor } from './batch-span-processor.ts';
export { boundConnecting } from './connecting.ts';
export { createSpanProcessors } from './create-span-processors.ts';
export { createLookup } from './lookup-address.ts';
export { createSpanExporters, type NamedSpanExporter, type OtlpSurroundings } from './span-exporters.ts';
