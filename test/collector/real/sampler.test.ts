import path from 'node:path';
import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSampler, type XraySampler } from '../../../src/sampler/create-sampler.ts';
import { processClock } from '../../../src/sampler/sampler-clock.ts';
import { createSamplingService, wireRule, type SamplingService } from '../../sampler/support/sampling-service.ts';
import { serveSampling, type ServedSampling } from '../../sampler/support/serve-sampling.ts';
import { describeWithCollector } from '../support/describe-with-collector.ts';
import { type RunningCollector, startCollector } from '../support/start-collector.ts';
import { towardXRay } from '../support/toward-xray.ts';

const config = path.resolve(import.meta.dirname, '../../../collector/local.yaml');

describeWithCollector('the sampler behind the real awsproxy of local.yaml', () => {
  let service: SamplingService;
  let xray: ServedSampling;
  let collector: RunningCollector;
  let sampler: XraySampler;

  beforeAll(async () => {
    service = createSamplingService({
      epochMillis: Date.now,
      rules: [
        wireRule({ RuleName: 'orders', Priority: 1, URLPath: '/orders/*', FixedRate: 1, ReservoirSize: 4 }),
        wireRule({ FixedRate: 0, ReservoirSize: 0 }),
      ],
      rulesPerPage: 1,
    });
    xray = await serveSampling(service);
    collector = await startCollector(towardXRay(config, { endpoint: xray.url }));
    sampler = createSampler(
      {
        sampler: 'xray',
        ratio: 1,
        healthChecks: 'drop',
        central: {
          endpoint: `http://${collector.addresses.AWSPROXY_ENDPOINT}`,
          pollingIntervalMillis: 300_000,
          isExplicit: true,
        },
      },
      {
        isUndecided: () => false,
        rootHint: () => undefined,
        resource: { attributes: { 'service.name': 'shop' } },
        clock: { ...processClock, schedule: (millis, task) => processClock.schedule(millis / 50, task) },
      },
    );
    sampler.start();
  });

  afterAll(async () => {
    sampler?.stop();
    await collector?.stop();
    await xray?.[Symbol.asyncDispose]();
  });

  const isSampled = (urlPath: string): boolean =>
    sampler.shouldSample(ROOT_CONTEXT, `${'0'.repeat(24)}ffffffff`, 'GET', SpanKind.SERVER, { 'url.path': urlPath }, [])
      .decision === SamplingDecision.RECORD_AND_SAMPLED;

  test('the rules of all pages decide', async () => {
    // The default rule would take the first of a second, and hardly another.
    const takesThree = (): boolean[] => [1, 2, 3].map(() => isSampled('/orders/7'));
    await expect.poll(takesThree, { timeout: 15_000 }).toEqual([true, true, true]);
    expect([1, 2, 3].map(() => isSampled('/'))).toEqual([false, false, false]);
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
