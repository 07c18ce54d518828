import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SamplingRule as ApiSamplingRule } from '../../../src/local/api/xray-api.ts';
import { createTargetAllocator, type SamplingTarget } from '../../../src/local/sampling/target-allocator.ts';
import { sampleRule } from './sample-rule.ts';

const START_SECONDS = 1_793_491_200.75;

interface Scene {
  advance(seconds: number): void;
  report(client: string, rule?: ApiSamplingRule): SamplingTarget;
  /** What each of them gets who report one after the other. */
  quotas(clients: string, rule?: ApiSamplingRule): number[];
  fail(rule: ApiSamplingRule, anomalies: number, sampled?: number): void;
  summaries(): readonly object[];
}

function createScene(): Scene {
  let now = START_SECONDS;
  const allocator = createTargetAllocator(() => now);
  const report = (client: string, rule = sampleRule()): SamplingTarget => {
    const counts = { RequestCount: 10, SampledCount: 4, BorrowCount: 1 };
    return allocator.report(rule, { RuleName: rule.RuleName, ClientID: client.repeat(24), ...counts });
  };
  return {
    advance: (seconds) => void (now += seconds),
    report,
    quotas: (clients, rule) => Array.from(clients, (client) => report(client, rule).ReservoirQuota),
    fail: (rule, AnomalyCount, SampledAnomalyCount = 0) =>
      allocator.reportAnomalies(rule, { RuleName: rule.RuleName, AnomalyCount, SampledAnomalyCount }),
    summaries: () => allocator.summaries(),
  };
}

describe('a reservoir', () => {
  test('is shared evenly among who report, and what is left over goes to those who came first', () => {
    const scene = createScene();
    expect(scene.quotas('a')).toEqual([5]);
    scene.quotas('bc');
    expect(scene.quotas('abc')).toEqual([2, 2, 1]);
    // The order of reports does not matter, that of coming does.
    expect(scene.quotas('cba')).toEqual([1, 2, 2]);
  });

  test('of fewer requests than clients gives some of them none', () => {
    const scene = createScene();
    const rule = sampleRule({ ReservoirSize: 1 });
    scene.quotas('abc', rule);
    expect(scene.quotas('abc', rule)).toEqual([1, 0, 0]);
    expect(scene.quotas('abc', sampleRule({ ReservoirSize: 0 }))).toEqual([0, 0, 0]);
  });

  test('gets the share of a client back that has not reported for three intervals', () => {
    const scene = createScene();
    scene.quotas('ab');
    scene.advance(30);
    expect(scene.quotas('b')).toEqual([2]);
    scene.advance(0.1);
    expect(scene.quotas('b')).toEqual([5]);
    // Who comes back comes last.
    expect(scene.quotas('ab')).toEqual([2, 3]);
  });

  test('is each rule’s own', () => {
    const scene = createScene();
    scene.quotas('ab');
    expect(scene.quotas('b', sampleRule({ RuleName: 'search', ReservoirSize: 7 }))).toEqual([7]);
  });

  test('of a rule that was changed is shared anew with the next report', () => {
    const scene = createScene();
    scene.quotas('ab');
    expect(scene.quotas('ab', sampleRule({ ReservoirSize: 8, FixedRate: 0.5 }))).toEqual([4, 4]);
    expect(scene.report('a', sampleRule({ FixedRate: 0.5 })).FixedRate).toBe(0.5);
  });

  test('is given away as a whole and never more than that, whoever reports in whatever rhythm', () => {
    const steps = fc.array(fc.record({ client: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), seconds: fc.nat(40) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, fc.nat(20), (arrivals, ReservoirSize) => {
        const scene = createScene();
        const rule = sampleRule({ ReservoirSize });
        let seconds = 0;
        const seen = new Map<string, number>();
        for (const arrival of arrivals) {
          scene.advance(arrival.seconds);
          seconds += arrival.seconds;
          scene.report(arrival.client, rule);
          seen.set(arrival.client, seconds);
        }
        const active = [...seen].filter(([, at]) => seconds - at <= 30).map(([client]) => client);
        const quotas = scene.quotas(active.join(''), rule);
        expect(quotas.reduce((sum, quota) => sum + quota, 0)).toBe(active.length === 0 ? 0 : ReservoirSize);
        expect(Math.max(0, ...quotas) - Math.min(ReservoirSize, ...quotas)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('a target holds the rate, when to report again, and for five minutes the quota, in whole seconds', () => {
  expect(createScene().report('a')).toStrictEqual({
    RuleName: 'checkout',
    FixedRate: 0.1,
    ReservoirQuota: 5,
    ReservoirQuotaTTL: 1_793_491_500,
    Interval: 10,
  });
});

test('what clients reported in a minute is summed up by rule', () => {
  const scene = createScene();
  expect(scene.summaries()).toEqual([]);
  scene.quotas('aab');
  scene.advance(31);
  scene.report('b');
  expect(scene.summaries()).toEqual([
    { RuleName: 'checkout', Timestamp: 1_793_491_200, RequestCount: 40, SampledCount: 16, BorrowCount: 4 },
  ]);
  scene.advance(30);
  scene.report('b');
  expect(scene.summaries()).toMatchObject([{ RequestCount: 10, Timestamp: 1_793_491_260 }]);
});

describe('a rate boost', () => {
  const rule = sampleRule({ SamplingRateBoost: { MaxRate: 0.8, CooldownWindowMinutes: 5 } });

  test('raises the rate to its maximum for a minute, for every client', () => {
    const scene = createScene();
    expect(scene.report('a', rule)).not.toHaveProperty('SamplingBoost');
    scene.fail(rule, 3, 1);
    const boost = { BoostRate: 0.8, BoostRateTTL: 1_793_491_260 };
    expect(scene.report('a', rule)).toMatchObject({ FixedRate: 0.1, SamplingBoost: boost });
    scene.advance(59);
    expect(scene.report('b', rule)).toMatchObject({ SamplingBoost: boost });
    scene.advance(1);
    expect(scene.report('b', rule)).not.toHaveProperty('SamplingBoost');
  });

  test('begins once in a window of its cooldown', () => {
    const scene = createScene();
    scene.fail(rule, 1);
    scene.advance(299);
    scene.fail(rule, 1);
    expect(scene.report('a', rule)).not.toHaveProperty('SamplingBoost');
    scene.advance(1);
    scene.fail(rule, 1);
    expect(scene.report('a', rule)).toHaveProperty('SamplingBoost');
  });

  test('is not prolonged while it lasts, even without a cooldown', () => {
    const scene = createScene();
    const restless = sampleRule({ SamplingRateBoost: { MaxRate: 1, CooldownWindowMinutes: 0 } });
    scene.fail(restless, 1);
    scene.advance(30);
    scene.fail(restless, 1);
    expect(scene.report('a', restless)).toMatchObject({ SamplingBoost: { BoostRateTTL: 1_793_491_260 } });
  });

  test.each([
    ['nothing failed', rule, 0, 0],
    ['all that failed was sampled', rule, 2, 2],
    ['the rule has none', sampleRule(), 2, 0],
  ])('does not begin where %s', (_case, given, anomalies, sampled) => {
    const scene = createScene();
    scene.fail(given, anomalies, sampled);
    expect(scene.report('a', given)).not.toHaveProperty('SamplingBoost');
  });
});
