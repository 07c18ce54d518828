import { context, diag, DiagLogLevel, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { InMemorySpanExporter, SamplingDecision, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createSampler, type XraySampler } from '../../src/sampler/create-sampler.ts';
import { processClock, type SamplerClock } from '../../src/sampler/sampler-clock.ts';
import { runApp } from '../support/run-app.ts';
import { createSamplingService, wireRule, type WireRule } from './support/sampling-service.ts';
import { serveSampling, type ServedSampling } from './support/serve-sampling.ts';

// The sampler of the product over real sockets; only waits are a hundred times shorter.
const fastClock: SamplerClock = {
  ...processClock,
  schedule: (delayMillis, task) => processClock.schedule(delayMillis / 100, task),
};

let running: XraySampler | undefined;
afterEach(() => {
  running?.stop();
  running = undefined;
});

function startSampler(endpoint: string): XraySampler {
  running = createSampler(
    {
      sampler: 'xray',
      ratio: 1,
      healthChecks: 'drop',
      central: { endpoint, pollingIntervalMillis: 300_000, isExplicit: true },
    },
    {
      isUndecided: () => false,
      rootHint: () => undefined,
      clock: fastClock,
      resource: { attributes: { 'service.name': 'shop' } },
    },
  );
  running.start();
  return running;
}

function createService(rules: readonly WireRule[] = [wireRule({ FixedRate: 1, ReservoirSize: 3 })]) {
  return createSamplingService({ epochMillis: Date.now, rules });
}

function isSampled(sampler: XraySampler): boolean {
  const { decision } = sampler.shouldSample(ROOT_CONTEXT, `${'0'.repeat(24)}ffffffff`, 'GET', SpanKind.SERVER, {}, []);
  return decision === SamplingDecision.RECORD_AND_SAMPLED;
}

/** The default rule takes one of three at most. */
function followsRules(sampler: XraySampler): boolean {
  return [1, 2, 3].every(() => isSampled(sampler));
}

test('rules and quotas come over HTTP, and statistics go back', async () => {
  const service = createService();
  await using served = await serveSampling(service);
  const sampler = startSampler(served.url);
  await expect.poll(() => followsRules(sampler)).toBe(true);
  await expect.poll(() => service.totals('Default').requests).toBeGreaterThanOrEqual(3);
  expect(service.quotas.length).toBeGreaterThan(0);
});

test.each(['hang', 'drop', 'garbage', 403, 500] as const)(
  'a proxy that begins with %s is asked until it answers',
  async (mode) => {
    const service = createService();
    await using served: ServedSampling = await serveSampling(service);
    served.mode = mode;
    const sampler = startSampler(served.url);
    await expect.poll(() => served.headers.length).toBeGreaterThan(0);
    expect(followsRules(sampler)).toBe(false);
    served.mode = 'answer';
    await expect.poll(() => followsRules(sampler), { timeout: 15_000 }).toBe(true);
  },
);

test('asking makes no spans and carries no trace, where every other request does', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const instrumentation = new HttpInstrumentation({ disableIncomingRequestInstrumentation: true });
  instrumentation.setTracerProvider(provider);
  instrumentation.enable();
  createRequire(import.meta.url)('http');
  syncBuiltinESMExports();
  try {
    const service = createService();
    await using served = await serveSampling(service);
    const work = trace.setSpan(ROOT_CONTEXT, provider.getTracer('app').startSpan('work'));
    const sampler = context.with(work, () => startSampler(served.url));
    await expect.poll(() => followsRules(sampler)).toBe(true);
    await expect.poll(() => service.quotas.length).toBeGreaterThan(0);
    sampler.stop();
    expect(served.headers.map(({ traceparent }) => traceparent)).toEqual(served.headers.map(() => undefined));
    expect(exporter.getFinishedSpans()).toEqual([]);

    const { get } = await import('node:http');
    await context.with(
      work,
      () => new Promise((resolve) => get(`${served.url}/other`, (answer) => answer.resume().on('close', resolve))),
    );
    expect(served.headers.at(-1)?.['traceparent']).toBeDefined();
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  } finally {
    instrumentation.disable();
    syncBuiltinESMExports();
    context.disable();
    propagation.disable();
  }
});

test.each(['answer', 'hang'] as const)(
  'a process whose proxy is in mode %s ends when its work is done',
  async (mode) => {
    await using served = await serveSampling(createService());
    served.mode = mode;
    const sampler = JSON.stringify(path.resolve(import.meta.dirname, '../../src/sampler/create-sampler.ts'));
    const script = `import { createSampler } from ${sampler};
    const central = { endpoint: ${JSON.stringify(served.url)}, pollingIntervalMillis: 10_000, isExplicit: true };
    const config = { sampler: 'xray', ratio: 1, healthChecks: 'drop', central, local: { file: 'nowhere.json' } };
    createSampler(config, { isUndecided: () => false, rootHint: () => undefined }).start();
    await new Promise((resolve) => setTimeout(resolve, 300));
    console.log('done');`;
    const run = await runApp({ args: ['--no-warnings', '--input-type=module-typescript', '--eval', script] });
    expect({ code: run.code, stdout: run.stdout.trim(), stderr: run.stderr }).toEqual({
      code: 0,
      stdout: 'done',
      stderr: '',
    });
    expect(served.headers.length).toBeGreaterThan(0);
  },
);

test('what goes wrong is told by the endpoint without its password', async () => {
  const lines: string[] = [];
  const note = (message: string): void => void lines.push(message);
  diag.setLogger(
    { error: note, warn: note, info: note, debug: note, verbose: note },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  );
  try {
    await using served = await serveSampling(createService());
    served.mode = 403;
    startSampler(served.url.replace('//', '//user:hunter2@'));
    await expect.poll(() => lines.some((line) => line.includes('status 403'))).toBe(true);
    expect(lines.join('\n')).not.toContain('hunter2');
  } finally {
    diag.disable();
  }
});
