import { createServer, get } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  createContextKey,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
} from '@opentelemetry/api';
import { InMemorySpanExporter, SamplingDecision, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from 'vitest';
import type { SamplingConfig } from '../../src/config/config.ts';
import { createSampler, type XraySampler } from '../../src/sampler/create-sampler.ts';
import { processClock } from '../../src/sampler/sampler-clock.ts';

const UNDECIDED = createContextKey('undecided');
const HINT = createContextKey('hint');
const TRACE_ID = '68fd508a00000000000000000000ffff';

function samplerFor(sampler: SamplingConfig['sampler'], options: Partial<SamplingConfig> = {}): XraySampler {
  return createSampler(
    { sampler, ratio: 0, healthChecks: 'drop', ...options },
    {
      isUndecided: (context) => context.getValue(UNDECIDED) === true,
      rootHint: (context) => {
        const hint = context.getValue(HINT);
        return hint === '0' || hint === '1' ? hint : undefined;
      },
      clock: { ...processClock, now: () => 0 },
    },
  );
}

function parent(options: { remote: boolean; sampled: boolean }): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: TRACE_ID,
    spanId: '0000000000000001',
    isRemote: options.remote,
    traceFlags: options.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  });
}

function decide(sampler: XraySampler, context: Context, attributes: Attributes = {}, kind = SpanKind.SERVER): boolean {
  return (
    sampler.shouldSample(context, TRACE_ID, 'GET', kind, attributes, []).decision ===
    SamplingDecision.RECORD_AND_SAMPLED
  );
}

const contexts = {
  root: ROOT_CONTEXT,
  'root, Sampled=1': ROOT_CONTEXT.setValue(HINT, '1'),
  'root, Sampled=0': ROOT_CONTEXT.setValue(HINT, '0'),
  'remote sampled': parent({ remote: true, sampled: true }),
  'remote not sampled': parent({ remote: true, sampled: false }),
  'remote undecided': parent({ remote: true, sampled: false }).setValue(UNDECIDED, true),
  'local sampled': parent({ remote: false, sampled: true }),
  'local not sampled': parent({ remote: false, sampled: false }),
  'local not sampled in an undecided request': parent({ remote: false, sampled: false })
    .setValue(UNDECIDED, true)
    .setValue(HINT, '1'),
} as const;

describe('who decides', () => {
  const followed = {
    'root, Sampled=1': true,
    'root, Sampled=0': false,
    'remote sampled': true,
    'remote not sampled': false,
    'local sampled': true,
    'local not sampled': false,
    'local not sampled in an undecided request': false,
  };
  const rows: [SamplingConfig['sampler'], Record<keyof typeof contexts, boolean>][] = [
    ['parentbased_always_on', { ...followed, root: true, 'remote undecided': true }],
    ['parentbased_always_off', { ...followed, root: false, 'remote undecided': false }],
    ['parentbased_traceidratio', { ...followed, root: false, 'remote undecided': false }],
    ['xray_default', { ...followed, root: true, 'remote undecided': true }],
  ];
  test.each(rows)('%s follows a caller who decided, and decides itself where none did', (name, expected) => {
    for (const [label, context] of Object.entries(contexts)) {
      expect([label, decide(samplerFor(name), context)]).toEqual([label, expected[label as keyof typeof contexts]]);
    }
  });

  test.each([
    ['always_on', true],
    ['always_off', false],
  ] as const)('%s asks no caller', (name, expected) => {
    for (const context of Object.values(contexts)) expect(decide(samplerFor(name), context)).toBe(expected);
  });

  test('an undecided request spends the reservoir like a root, a decided one does not', () => {
    const sampler = samplerFor('xray_default');
    expect(decide(sampler, contexts['remote sampled'])).toBe(true);
    expect(decide(sampler, contexts['local sampled'])).toBe(true);
    expect(decide(sampler, contexts['remote undecided'])).toBe(true);
    expect(decide(sampler, contexts['remote undecided'])).toBe(false);
    expect(decide(sampler, contexts.root)).toBe(false);
  });
});

describe('health checks', () => {
  const probe = { 'url.path': '/healthz' };

  test.each(['xray_default', 'always_on', 'parentbased_always_on'] as const)(
    '%s does not record them and counts them',
    (name) => {
      const sampler = samplerFor(name);
      expect(decide(sampler, contexts.root, probe)).toBe(false);
      expect(decide(sampler, contexts['remote undecided'], probe)).toBe(false);
      expect(sampler.droppedHealthChecks).toBe(2);
      expect(decide(sampler, contexts.root)).toBe(true);
    },
  );

  test('are recorded when the caller says Sampled=1', () => {
    const sampler = samplerFor('xray_default');
    expect(decide(sampler, contexts['remote sampled'], probe)).toBe(true);
    expect(decide(sampler, contexts['root, Sampled=1'], probe)).toBe(true);
    expect(sampler.droppedHealthChecks).toBe(0);
  });

  test('are not counted where the caller had already decided against them', () => {
    const sampler = samplerFor('xray_default');
    expect(decide(sampler, contexts['remote not sampled'], probe)).toBe(false);
    expect(sampler.droppedHealthChecks).toBe(0);
  });

  test('are only incoming requests', () => {
    expect(decide(samplerFor('xray_default'), contexts.root, probe, SpanKind.CLIENT)).toBe(true);
  });

  test('are recorded on request', () => {
    const sampler = samplerFor('xray_default', { healthChecks: 'record' });
    expect(decide(sampler, contexts.root, probe)).toBe(true);
    expect(sampler.droppedHealthChecks).toBe(0);
  });

  test('are known at the start of the server span of the HTTP instrumentation', async () => {
    const exporter = new InMemorySpanExporter();
    const sampler = samplerFor('always_on');
    const provider = new TracerProvider({ sampler, spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    const { HttpInstrumentation } = await import('@opentelemetry/instrumentation-http');
    const instrumentation = new HttpInstrumentation({ disableOutgoingRequestInstrumentation: true });
    instrumentation.setTracerProvider(provider);
    instrumentation.enable();
    createRequire(import.meta.url)('http');
    const server = createServer((_request, response) => response.end('ok'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const ask = (path: string, userAgent: string) =>
        new Promise((resolve) => {
          get({ host: '127.0.0.1', port, path, agent: false, headers: { 'user-agent': userAgent } }, (response) =>
            response.resume().on('close', resolve),
          );
        });
      await ask('/readyz/?verbose=1', 'curl');
      await ask('/', 'ELB-HealthChecker/2.0');
      await ask('/orders', 'curl');
      await expect
        .poll(() => exporter.getFinishedSpans().map((span) => span.attributes['url.path']))
        .toEqual(['/orders']);
      expect(sampler.droppedHealthChecks).toBe(2);
    } finally {
      instrumentation.disable();
      server.close();
    }
  });
});

test('a fault in what the propagator tells is an unsampled span, not a throw', () => {
  const broken = () => {
    throw new Error('broken');
  };
  const sampler = createSampler(
    { sampler: 'always_on', ratio: 1, healthChecks: 'drop' },
    { isUndecided: broken, rootHint: broken },
  );
  expect(decide(sampler, ROOT_CONTEXT)).toBe(false);
});

test('the sampler names itself', () => {
  expect(String(samplerFor('xray_default'))).toBe(
    'XraySampler{ParentBased{root=XrayDefault{1/s, then 0.05}}, healthChecks=drop}',
  );
  expect(String(samplerFor('always_on'))).toBe('XraySampler{AlwaysOnSampler, healthChecks=drop}');
});
