import type { Context, MeterProvider, Span, TracerProvider } from '@opentelemetry/api';

/*
 * OpenTelemetry's own interfaces by their shape. The published declarations name only packages that the
 * published package depends on, and what users pass comes from whichever version they installed.
 */

/** A span processor of `@opentelemetry/sdk-trace`. */
export interface SpanProcessorShape {
  onStart(span: Span, parentContext: Context): void;
  onEnd(span: object): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** An instrumentation of `@opentelemetry/instrumentation`. */
export interface InstrumentationShape {
  readonly instrumentationName: string;
  readonly instrumentationVersion: string;
  enable(): void;
  disable(): void;
  setTracerProvider(provider: TracerProvider): void;
  setMeterProvider(provider: MeterProvider): void;
}
