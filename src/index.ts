/**
 * The public API of otel-xray: span helpers in the words of X-Ray, and {@link start} for services that cannot
 * be started with the preload flag.
 *
 * @packageDocumentation
 */
export { start, type Distribution } from './distro/start.ts';
export type {
  EnrichmentOptions,
  ExporterOptions,
  InstrumentationOptions,
  PropagationOptions,
  SamplingOptions,
  StartOptions,
} from './config/start-options.ts';
export {
  annotate,
  type AnnotationValue,
  capture,
  type CaptureOptions,
  isSampled,
  markError,
  markFault,
  markThrottle,
  metadata,
  recordException,
  type SegmentKind,
  type SegmentOptions,
  setSegmentName,
  setUser,
  traceId,
  withSegment,
} from './spans/index.ts';
