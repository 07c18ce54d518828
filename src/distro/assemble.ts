import { createRequire } from 'node:module';
import { type Attributes, diag, ProxyTracerProvider, trace } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Config } from '../config/config.ts';
import { readEnvironment, readLambdaTraceHeader } from '../config/environment.ts';
import type { StartOptions } from '../config/start-options.ts';
import type * as enrichment from '../enrichment/index.ts';
import { boundConnecting, createLookup, createSpanProcessors } from '../exporter/index.ts';
import { createAwsTraceHeaders, createInstrumentations, madeHere, shortNamesOf } from '../instrumentation/index.ts';
import {
  continueRoots,
  createAnswerHook,
  createPropagator,
  createXRayIdGenerator,
  isUndecided,
  noteCarrier,
  noteHttpRequest,
  noteUndiciRequest,
  pendingRoot,
  rootHint,
  type XRayIdGenerator,
} from '../propagation/index.ts';
import { createResource } from '../resource/index.ts';
import { createSampler } from '../sampler/index.ts';
import { createCauseProcessor, createLocalRootProcessor } from '../spans/index.ts';
import { makeOrigin } from '../translator/origin.ts';
import { createFirstSpanProcessor } from './end/first-span.ts';
import { createDecidedSampler, decideFirst, type DecideFirstParts } from './decide-first.ts';
import { keepFromLogs } from './keep-from-logs.ts';
import type { SetupReport } from './others/setup-report.ts';
import { createOthersWatch } from './others/watch-others.ts';
import { createSpanListeners } from './span-listeners.ts';
import { distroVersion } from './version.ts';
import { createAwsCallWatch } from './warnings/unhooked-aws-calls.ts';
import { createClockWatch } from './warnings/wrong-clock.ts';

/** The SDK, put together and started. */
export interface Assembly {
  readonly serviceName: string;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
  /** Runs `act`, once, within the request in which the first span has ended that is to be delivered. */
  onFirstSpan(act: () => void): void;
  /** Begins to deliver what has ended so far, and holds nobody. */
  flushSoon(): void;
  /** Delivers what has ended so far before it returns; the thread stands still meanwhile. */
  handOver(): void;
}

/**
 * The composition root: makes each part from the configuration, hands the parts to NodeSDK and starts it.
 * What NodeSDK would read from the environment by itself is passed to it explicitly, so that each variable
 * acts once.
 */
export function assemble(config: Config, options: StartOptions, report: SetupReport): Assembly {
  const environment = readEnvironment();
  const resource = createResource(config.resource, { environment, version: distroVersion });
  const onServerTime = createClockWatch();
  const sampler = createSampler(config.sampling, {
    isUndecided,
    rootHint,
    resource,
    readOrigin,
    network: { lookup: createLookup({ asksSystem: true }), boundConnecting, onServerTime },
  });
  const exporting = createSpanProcessors(config, {
    onServerTime,
    userAgent: `otel-xray/${distroVersion}`,
    createPrepare: () => loadEnrichment().createPrepare(config),
  });
  const firstSpan = createFirstSpanProcessor();
  const starting = [createLocalRootProcessor(), createCauseProcessor()];
  const nosy: SpanProcessor[] = [
    ...(sampler.spanProcessor === undefined ? [] : [sampler.spanProcessor]),
    ...((options.spanProcessors ?? []) as SpanProcessor[]),
  ];
  const ending = [...exporting, firstSpan];
  const spanProcessors = [...starting, ...nosy, ...ending];
  const listeners = createSpanListeners({ start: [...starting, ...nosy], end: [...nosy, ...ending] });
  const generator = createXRayIdGenerator();
  const decidedSampler = createDecidedSampler(sampler);
  const sdk = new NodeSDK({
    instrumentations: instrumentationsOf(config, options, report),
    textMapPropagator: createPropagator(config.propagation, { lambdaTraceHeader: readLambdaTraceHeader }),
    sampler: decidedSampler,
    idGenerator: generator,
    resource,
    autoDetectResources: false,
    spanProcessors,
    spanLimits: config.spanLimits,
    ...(config.metrics ? {} : { metricReaders: [] }),
  });
  if (!config.logs) keepFromLogs(sdk);
  sdk.start();
  putTracersBefore({ sampler, decidedSampler, generator, pendingRoot, listeners, countsSpans: config.metrics });
  sampler.start();
  const serviceName = resource.attributes['service.name'];
  return {
    serviceName: typeof serviceName === 'string' ? serviceName : 'unknown_service:node',
    forceFlush: async () => void (await Promise.all(spanProcessors.map((processor) => processor.forceFlush()))),
    shutdown: () => {
      sampler.stop();
      return sdk.shutdown();
    },
    onFirstSpan: (act) => firstSpan.onFirstSpan(act),
    flushSoon: () => exporting.forEach((processor) => processor.flushSoon()),
    handOver: () => exporting.forEach((processor) => processor.handOver()),
  };
}

/** What X-Ray will show as origin, so that rules by service type match what the console shows. */
function readOrigin(attributes: Attributes): string | undefined {
  return makeOrigin(attributes as Parameters<typeof makeOrigin>[0]);
}

/**
 * Enrichment works at export and only on what goes to X-Ray, so it is loaded with the first export: not by `import()`,
 * because that export may be the one at the end of the process, when promises are not kept any more.
 */
function loadEnrichment(): typeof enrichment {
  return createRequire(import.meta.filename)('./enrichment.js') as typeof enrichment;
}

function instrumentationsOf(config: Config, options: StartOptions, report: SetupReport): Instrumentation[] {
  const given = ((options.instrumentations ?? []) as (Instrumentation | Instrumentation[])[]).flat();
  const replaced = shortNamesOf(given.map(({ instrumentationName }) => instrumentationName));
  for (const name of replaced) diag.info(`"${name}" is traced by the instrumentation that "start()" was given.`);
  const made = madeHere(config.instrumentation, replaced);
  const watchAwsCall = made.has('@opentelemetry/instrumentation-aws-sdk') ? createAwsCallWatch() : () => {};
  const own = createInstrumentations(
    config.instrumentation,
    {
      http: {
        onServerResponse: createAnswerHook(config.propagation.responseHeader),
        onTraceHeaders: (carrier, host, removeForwarded) => {
          noteCarrier(carrier, host, removeForwarded);
          watchAwsCall(carrier, host);
        },
        onClientRequest: noteHttpRequest,
        onUndiciRequest: noteUndiciRequest,
        hasMetrics: config.metrics,
      },
      aws: createAwsTraceHeaders(
        config.propagation.propagateTo && ((carrier, host) => noteCarrier(carrier, () => host)),
      ),
      version: distroVersion,
    },
    replaced,
  );
  return [...own, ...given, createOthersWatch(made, report)];
}

/** Puts our tracers, which decide first and continue a Root without Parent, between the API and the SDK's. */
function putTracersBefore(parts: DecideFirstParts & { readonly generator: XRayIdGenerator }): void {
  const provider = trace.getTracerProvider();
  if (!(provider instanceof ProxyTracerProvider)) return;
  const continuing = continueRoots(provider.getDelegate(), parts.generator);
  provider.setDelegate(decideFirst(continuing, parts));
}
