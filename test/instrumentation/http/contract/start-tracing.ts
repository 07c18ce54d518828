import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createHttpInstrumentation } from '../../../../src/instrumentation/http/index.ts';
import { createUndiciInstrumentation } from '../../../../src/instrumentation/undici/index.ts';
import {
  continueRoots,
  createAnswerHook,
  createPropagator,
  createXRayIdGenerator,
  isUndecided,
  noteCarrier,
  noteHttpRequest,
  noteUndiciRequest,
  rootHint,
} from '../../../../src/propagation/index.ts';
import { createSampler } from '../../../../src/sampler/index.ts';
import type { Implementation, Tools } from './scenario.ts';

/** What both implementations are told to leave alone. */
export const ignored: Tools['ignored'] = { path: '/ignored', userAgent: 'ignored/1', host: 'ignored.localhost' };

/** Starts tracing of this process as the distribution does, with one of the implementations; spans stay in memory. */
export function startTracing(implementation: Implementation): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter();
  const generator = createXRayIdGenerator();
  const provider = new TracerProvider({
    idGenerator: generator,
    sampler: createSampler(
      { sampler: 'parentbased_always_on', ratio: 1, healthChecks: 'record' },
      { isUndecided, rootHint },
    ),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(createPropagator({ responseHeader: 'always', trustIncoming: 'all' }));
  const traced = continueRoots(provider, generator);
  trace.setGlobalTracerProvider(traced);
  for (const instrumentation of implementation === 'own' ? own() : upstream()) {
    instrumentation.setTracerProvider(traced);
  }
  return exporter;
}

function own(): Instrumentation[] {
  return [
    createHttpInstrumentation({
      version: '0',
      onServerResponse: createAnswerHook('always'),
      onTraceHeaders: noteCarrier,
      isIgnoredRequest: ({ target, headers }) => target === ignored.path || headers['user-agent'] === ignored.userAgent,
      isIgnoredCall: ({ hostname }) => hostname === ignored.host,
    }),
    createUndiciInstrumentation({
      version: '0',
      onUndiciRequest: noteUndiciRequest,
      isIgnoredCall: ({ hostname }) => hostname === ignored.host,
    }),
  ];
}

function upstream(): Instrumentation[] {
  return [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: ({ url, headers }) =>
        url === ignored.path || headers['user-agent'] === ignored.userAgent,
      ignoreOutgoingRequestHook: ({ hostname, host }) => (hostname ?? host) === ignored.host,
      startOutgoingSpanHook: (options) => {
        noteHttpRequest(options);
        return {};
      },
      responseHook: createAnswerHook('always'),
    }),
    new UndiciInstrumentation({
      ignoreRequestHook: ({ origin }) => new URL(origin).hostname === ignored.host,
      requestHook: noteUndiciRequest,
    }),
  ];
}
