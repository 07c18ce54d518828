/**
 * Span helpers for application code, in the words of X-Ray: segments and subsegments, annotations and metadata. They
 * are written against the OpenTelemetry API alone and work with whatever provider is registered.
 */
export { annotate } from './annotate.ts';
export type { AnnotationValue } from './annotate.ts';
export { capture } from './capture.ts';
export type { CaptureOptions } from './capture.ts';
export { configureSpans } from './context-missing.ts';
export { isSampled, traceId } from './current-trace.ts';
export { createCauseProcessor } from './cause-processor.ts';
export { createLocalRootProcessor, localRoot } from './local-root.ts';
export { markError, markFault, markThrottle } from './mark.ts';
export { metadata } from './metadata.ts';
export { recordException } from './record-exception.ts';
export { recordFailure } from './record-failure.ts';
export { setSegmentName, setUser } from './segment.ts';
export { withSegment } from './with-segment.ts';
export type { SegmentKind, SegmentOptions } from './with-segment.ts';
