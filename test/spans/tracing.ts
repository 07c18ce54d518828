import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import type { TextMapPropagator } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import { AlwaysOnSampler, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import { vi } from 'vitest';
import { configureSpans, createLocalRootProcessor } from '../../src/spans/index.ts';

/** What a test of the span helpers sees of tracing. */
export interface Tracing {
  /** Finished spans, in the order of their ends. */
  spans(): ReadableSpan[];
  /** The finished span of that name; fails where there is not exactly one. */
  span(name: string): ReadableSpan;
  /** Lines at warn and error level, the level in front: `warn: …`. */
  readonly lines: string[];
}

interface TracingOptions {
  readonly sampler?: Sampler;
  readonly propagator?: TextMapPropagator;
  /** False leaves the local root processor out, as in an SDK that the application set up itself. */
  readonly localRoots?: boolean;
}

const realNow = performance.now.bind(performance);
let clockOffsetMillis = 0;

/** Moves the monotonic clock on, past the window in which a line is said once. */
export function passMillis(millis: number): void {
  clockOffsetMillis += millis;
}

/** Registers a real SDK whose spans end in memory. Undo with {@link stopTracing}. */
export function startTracing(options: TracingOptions = {}): Tracing {
  passMillis(600_000);
  vi.spyOn(performance, 'now').mockImplementation(() => realNow() + clockOffsetMillis);
  const exporter = new InMemorySpanExporter();
  const spanProcessors: SpanProcessor[] = [new SimpleSpanProcessor({ exporter })];
  if (options.localRoots !== false) spanProcessors.unshift(createLocalRootProcessor());
  const provider = new TracerProvider({ sampler: options.sampler ?? new AlwaysOnSampler(), spanProcessors });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(options.propagator ?? new AWSXRayPropagator());
  configureSpans({ contextMissing: 'LOG_ERROR' });
  const spans = (): ReadableSpan[] => exporter.getFinishedSpans();
  return { spans, span: (name) => onlyOne(spans(), name), lines: listen() };
}

/** Takes everything global down again. */
export function stopTracing(): void {
  trace.disable();
  context.disable();
  propagation.disable();
  diag.disable();
  configureSpans({ contextMissing: 'LOG_ERROR' });
  vi.restoreAllMocks();
}

function listen(): string[] {
  const lines: string[] = [];
  const ignore = (): void => {};
  diag.setLogger(
    {
      error: (line) => lines.push(`error: ${line}`),
      warn: (line) => lines.push(`warn: ${line}`),
      info: ignore,
      debug: ignore,
      verbose: ignore,
    },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  );
  return lines;
}

function onlyOne(spans: readonly ReadableSpan[], name: string): ReadableSpan {
  const [span, ...others] = spans.filter((candidate) => candidate.name === name);
  if (span === undefined || others.length > 0) {
    throw new Error(`expected one span "${name}" among ${spans.map((each) => each.name).join(', ')}`);
  }
  return span;
}
