import path from 'node:path';
import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRulesFile } from '../../../src/local/sampling/rule-store.ts';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { createSampler, type XraySampler } from '../../../src/sampler/create-sampler.ts';
import { processClock } from '../../../src/sampler/sampler-clock.ts';
import {
  createSamplingService,
  type SamplingService,
  type WireRule,
  wireRule,
} from '../../sampler/support/sampling-service.ts';
import { serveSampling, type ServedSampling } from '../../sampler/support/serve-sampling.ts';
import { askOften, saysSampled } from '../../support/ask-often.ts';
import { startService } from '../../support/start-service.ts';
import { describeWithCollector } from '../support/describe-with-collector.ts';
import { type RunningCollector, startCollector } from '../support/start-collector.ts';
import { towardXRay } from '../support/toward-xray.ts';

const config = path.resolve(import.meta.dirname, '../../../collector/local.yaml');

const orders = wireRule({ RuleName: 'orders', Priority: 1, URLPath: '/orders/*', FixedRate: 1, ReservoirSize: 4 });
const nothing = wireRule({ FixedRate: 0, ReservoirSize: 0 });

/** The product's sampler at the collector's proxy; only fifty times as much time goes by for it. */
function createHastySampler(collector: RunningCollector): XraySampler {
  const endpoint = `http://${collector.addresses.AWSPROXY_ENDPOINT}`;
  return createSampler(
    {
      sampler: 'xray',
      ratio: 1,
      healthChecks: 'drop',
      central: { endpoint, pollingIntervalMillis: 86_400_000, isExplicit: true },
    },
    {
      isUndecided: () => false,
      rootHint: () => undefined,
      resource: { attributes: { 'service.name': 'shop' } },
      clock: {
        ...processClock,
        now: () => processClock.now() * 50,
        schedule: (millis, task) => processClock.schedule(millis / 50, task),
      },
    },
  );
}

/** Whether a request is sampled that only a rate of 1 or a reservoir samples. */
function isSampled(sampler: XraySampler, urlPath: string): boolean {
  const traceId = `${'0'.repeat(24)}ffffffff`;
  const attributes = { 'url.path': urlPath };
  const { decision } = sampler.shouldSample(ROOT_CONTEXT, traceId, 'GET', SpanKind.SERVER, attributes, []);
  return decision === SamplingDecision.RECORD_AND_SAMPLED;
}

/** What the local X-Ray was told last, by rule. */
async function summaries(xray: LocalXRay): Promise<unknown> {
  const response = await fetch(`${xray.xrayEndpoint}/SamplingStatisticSummaries`, { method: 'POST' });
  const answer = (await response.json()) as { readonly SamplingStatisticSummaries: unknown };
  return answer.SamplingStatisticSummaries;
}

describeWithCollector('the sampler behind the real awsproxy of local.yaml', () => {
  let service: SamplingService;
  let xray: ServedSampling;
  let collector: RunningCollector;
  let sampler: XraySampler;

  beforeAll(async () => {
    service = createSamplingService({
      epochMillis: Date.now,
      rules: [orders, nothing],
      rulesPerPage: 1,
    });
    xray = await serveSampling(service);
    collector = await startCollector(towardXRay(config, { endpoint: xray.url }));
    sampler = createHastySampler(collector);
    sampler.start();
  });

  afterAll(async () => {
    sampler?.stop();
    await collector?.stop();
    await xray?.[Symbol.asyncDispose]();
  });

  test('the rules of all pages decide', async () => {
    // The default rule would take the first of a second, and hardly another.
    const takesThree = (): boolean[] => [1, 2, 3].map(() => isSampled(sampler, '/orders/7'));
    await expect.poll(takesThree, { timeout: 15_000 }).toEqual([true, true, true]);
    expect([1, 2, 3].map(() => isSampled(sampler, '/'))).toEqual([false, false, false]);
    const fetches = service.requests.filter(({ path }) => path === '/GetSamplingRules');
    expect(fetches.map(({ body }) => body)).toEqual([{}, { NextToken: '1' }]);
  });

  test('statistics arrive and quotas come back', async () => {
    await expect.poll(() => service.quotas.map(({ ruleName }) => ruleName), { timeout: 15_000 }).toContain('orders');
    expect(service.totals('orders')).toMatchObject({ sampled: service.totals('orders').requests });
    expect(service.quotas.find(({ ruleName }) => ruleName === 'orders')).toMatchObject({ perSecond: 4 });
  });

  test('the proxy has signed every request', () => {
    expect(xray.headers.length).toBeGreaterThan(2);
    for (const { authorization } of xray.headers)
      expect(authorization).toMatch(/^AWS4-HMAC-SHA256 .+\/xray\/aws4_request/);
  });
});

describeWithCollector('the real collector of local.yaml in front of the local X-Ray', () => {
  let xray: LocalXRay;
  let collector: RunningCollector;

  beforeAll(async () => {
    xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
    collector = await startCollector(towardXRay(config, { endpoint: xray.xrayEndpoint }));
  });

  afterAll(async () => {
    await collector?.stop();
    await xray?.close();
  });

  const setRules = (...rules: readonly WireRule[]): void =>
    xray.samplingRules.replaceAll(parseRulesFile(JSON.stringify(rules)));

  test('its rules decide through the awsproxy, a change long before the next poll, and it is told the counts', async () => {
    setRules(orders, nothing);
    const sampler = createHastySampler(collector);
    // Beyond any reservoir: only a rate decides about all of them.
    const countSampled = (): number =>
      Array.from({ length: 100 }, () => isSampled(sampler, '/orders/7')).filter(Boolean).length;
    sampler.start();
    try {
      await expect.poll(countSampled, { timeout: 30_000 }).toBe(100);
      expect([1, 2, 3].map(() => isSampled(sampler, '/'))).toEqual([false, false, false]);
      setRules({ ...orders, FixedRate: 0, ReservoirSize: 0 }, nothing);
      await expect.poll(countSampled, { timeout: 30_000 }).toBe(0);
      await expect
        .poll(() => summaries(xray), { timeout: 30_000 })
        .toEqual(
          expect.arrayContaining([
            expect.objectContaining({ RuleName: 'orders' }),
            expect.objectContaining({ RuleName: 'Default', RequestCount: 3, SampledCount: 0, BorrowCount: 0 }),
          ]),
        );
    } finally {
      sampler.stop();
    }
  });

  test('an application at 5 % sampling exports 5 % of its requests, as whole traces', async () => {
    setRules(
      wireRule({ RuleName: 'plain', Priority: 1, URLPath: '/plain', FixedRate: 1, ReservoirSize: 0 }),
      wireRule({ FixedRate: 0.05, ReservoirSize: 0 }),
    );
    const service = await startService({
      args: ['--require', './register', 'test/e2e/apps/service.cjs'],
      env: {
        OTEL_SERVICE_NAME: 'shop',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://${collector.addresses.OTLP_GRPC_ENDPOINT}`,
        AWS_XRAY_DAEMON_ADDRESS: collector.addresses.AWSPROXY_ENDPOINT,
      },
    });
    // The default rule would hardly take ten at once.
    await expect
      .poll(async () => (await askOften(service, '/plain', 10)).every(saysSampled), { timeout: 30_000 })
      .toBe(true);
    const headers = await askOften(service, '/call', 600);
    const { code } = await service.end();
    expect(code).toBe(0);

    const idOf = (header: string): string => /Root=([^;]+)/.exec(header)?.[1] ?? '';
    const sampled = headers.filter(saysSampled).map(idOf);
    // 30 of 600, five standard deviations to each side.
    expect(sampled.length).toBeGreaterThan(3);
    expect(sampled.length).toBeLessThan(57);
    // Two calls, and with them three segments.
    const countDocuments = (): number[] => sampled.map((id) => xray.archive.get(id)?.documents.length ?? 0);
    await expect.poll(countDocuments, { timeout: 30_000 }).toEqual(sampled.map(() => 5));
    const rootSegments = sampled.flatMap((id) =>
      (xray.archive.get(id)?.documents ?? []).filter(({ parent_id }) => parent_id === undefined),
    );
    expect(rootSegments.map(({ metadata }) => metadata?.['default']?.['aws.xray.sampling_rule_name'])).toEqual(
      sampled.map(() => 'Default'),
    );
    const others = headers.filter((header) => !saysSampled(header)).map(idOf);
    expect(others.filter((id) => xray.archive.get(id) !== undefined)).toEqual([]);
  });
});
