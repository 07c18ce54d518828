import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { AlwaysOnSampler, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Sampler } from '@opentelemetry/sdk-trace';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PropagationConfig } from '../../src/config/config.ts';
import { createPropagator } from '../../src/propagation/composite.ts';
import { createXRayIdGenerator } from '../../src/propagation/id-generator.ts';
import { continueRoots } from '../../src/propagation/root-tracer-provider.ts';

/** Registers the real SDK with our ids, propagator and tracers, as the distribution does. */
export function registerTracing(
  instrumentation: Instrumentation,
  config: PropagationConfig,
  sampler: Sampler = new AlwaysOnSampler(),
): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter();
  const generator = createXRayIdGenerator();
  const provider = new TracerProvider({
    idGenerator: generator,
    sampler,
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(createPropagator(config));
  instrumentation.setTracerProvider(continueRoots(provider, generator));
  return exporter;
}

export function unregisterTracing(): void {
  propagation.disable();
  context.disable();
}

/** A server that answers its raw request headers as JSON, and its port. */
export async function listen(
  server: Server = createServer((request, response) => response.end(JSON.stringify(request.rawHeaders))),
): Promise<{ port: number; close: () => Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Raw headers as `[name, value]`, names in lower case, of the trace headers only. */
export function traceHeadersOf(rawHeaders: readonly string[]): [string, string][] {
  const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, index): [string, string] => [
    rawHeaders[2 * index]?.toLowerCase() ?? '',
    rawHeaders[2 * index + 1] ?? '',
  ]);
  return pairs
    .filter(([name]) => ['x-amzn-trace-id', 'traceparent', 'tracestate', 'baggage'].includes(name))
    .sort(([a], [b]) => a.localeCompare(b));
}
