import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from 'vitest';
import { type CentralRule, createCentralRule } from '../../src/sampler/central-rule.ts';
import type { SamplingRule } from '../../src/xray/sampling-rule.ts';

/** Outside of every rate below 1, and inside of every rate above 0. */
const LATE = 'f'.repeat(32);
const EARLY = '0'.repeat(32);

const definition: SamplingRule = {
  name: 'orders',
  priority: 1,
  fixedRate: 0,
  reservoirSize: 5,
  serviceName: '*',
  serviceType: '*',
  host: '*',
  httpMethod: '*',
  urlPath: '*',
  resourceArn: '*',
  attributes: {},
};

function decide(rule: CentralRule, now: number, times = 1, traceId = LATE): number {
  let sampled = 0;
  for (let i = 0; i < times; i += 1) {
    if (rule.decide(traceId, now).decision === SamplingDecision.RECORD_AND_SAMPLED) sampled += 1;
  }
  return sampled;
}

function reportOf(rule: CentralRule): object | undefined {
  return rule.statistics.takeReport({ clientId: '', serviceName: '', epochSeconds: 0 })?.statistics;
}

test('without a quota one request per second is borrowed', () => {
  const rule = createCentralRule(definition);
  expect([0, 500, 1000, 1999, 2000].map((now) => decide(rule, now))).toEqual([1, 0, 1, 0, 1]);
  expect(reportOf(rule)).toMatchObject({ RequestCount: 5, SampledCount: 3, BorrowCount: 3 });
});

test('a rule without reservoir borrows nothing and samples by its rate alone', () => {
  const rule = createCentralRule({ ...definition, reservoirSize: 0, fixedRate: 0.5 });
  expect([decide(rule, 0, 3), decide(rule, 0, 3, EARLY)]).toEqual([0, 3]);
  expect(reportOf(rule)).toMatchObject({ RequestCount: 6, SampledCount: 3, BorrowCount: 0 });
});

test('a quota is used in each second as long as it lasts, then one request per second is borrowed again', () => {
  const rule = createCentralRule(definition);
  rule.applyTarget({ ruleName: 'orders', quota: { perSecond: 3, millis: 2500 } }, 1000);
  expect([1000, 2000, 3400].map((now) => decide(rule, now, 10))).toEqual([3, 3, 3]);
  // The quota ran out in this second: what was taken in it counts.
  expect([3500, 4000].map((now) => decide(rule, now, 10))).toEqual([0, 1]);
  expect(reportOf(rule)).toMatchObject({ RequestCount: 50, SampledCount: 10, BorrowCount: 1 });
});

test('a quota of none is none: nothing is borrowed while it lasts', () => {
  const rule = createCentralRule(definition);
  rule.applyTarget({ ruleName: 'orders', quota: { perSecond: 0, millis: 10_000 } }, 0);
  expect(decide(rule, 5000, 10)).toBe(0);
});

test('an answer without a quota leaves the one before', () => {
  const rule = createCentralRule(definition);
  rule.applyTarget({ ruleName: 'orders', quota: { perSecond: 2, millis: 60_000 } }, 0);
  rule.applyTarget({ ruleName: 'orders', fixedRate: 0 }, 10_000);
  expect(decide(rule, 20_000, 10)).toBe(2);
});

test('the rate of the target counts, and the next rate after it', () => {
  const rule = createCentralRule({ ...definition, reservoirSize: 0 });
  expect(decide(rule, 0, 1, EARLY)).toBe(0);
  rule.applyTarget({ ruleName: 'orders', fixedRate: 0.1 }, 0);
  expect(decide(rule, 0, 1, EARLY)).toBe(1);
});

describe('a boost', () => {
  const boosted = { ...definition, reservoirSize: 0, rateBoost: { maxRate: 1, cooldownMinutes: 1 } };

  test('raises the rate until it ends, or until X-Ray says otherwise', () => {
    const rule = createCentralRule(boosted);
    rule.applyTarget({ ruleName: 'orders', fixedRate: 0, boost: { rate: 1, millis: 1000 } }, 0);
    expect([999, 1000].map((now) => decide(rule, now))).toEqual([1, 0]);
    rule.applyTarget({ ruleName: 'orders', boost: { rate: 1, millis: 1000 } }, 2000);
    rule.applyTarget({ ruleName: 'orders' }, 2500);
    expect(decide(rule, 2600)).toBe(0);
  });

  test('never lowers it', () => {
    const rule = createCentralRule(boosted);
    rule.applyTarget({ ruleName: 'orders', fixedRate: 1, boost: { rate: 0.1, millis: 1000 } }, 0);
    expect(decide(rule, 500)).toBe(1);
  });

  test('makes unsampled spans be recorded, so that their end can be seen, and only of its own rule', () => {
    expect(createCentralRule(boosted).decide(LATE, 0)).toMatchObject({
      decision: SamplingDecision.RECORD,
      attributes: { 'aws.xray.sampling_rule_name': 'orders' },
    });
    expect(createCentralRule({ ...definition, reservoirSize: 0 }).decide(LATE, 0)).toStrictEqual({
      decision: SamplingDecision.NOT_RECORD,
    });
  });
});

describe('a rule that changes', () => {
  const quota = { ruleName: 'orders', fixedRate: 1, quota: { perSecond: 4, millis: 60_000 } };

  test('keeps its quota and counts where only what it matches has changed', () => {
    const rule = createCentralRule(definition);
    rule.applyTarget({ ...quota, fixedRate: 0 }, 0);
    decide(rule, 0, 3);
    rule.redefine({ ...definition, urlPath: '/a', priority: 7 });
    expect(decide(rule, 1000, 10)).toBe(4);
    expect(reportOf(rule)).toMatchObject({ RequestCount: 13, SampledCount: 7 });
  });

  test('begins anew with its new rate and reservoir, and keeps its counts', () => {
    const rule = createCentralRule(definition);
    rule.applyTarget(quota, 0);
    expect(decide(rule, 0, 10)).toBe(10);
    rule.redefine({ ...definition, reservoirSize: 9, fixedRate: 0 });
    expect(decide(rule, 1000, 10)).toBe(1);
    expect(reportOf(rule)).toMatchObject({ RequestCount: 20, SampledCount: 11, BorrowCount: 1 });
  });
});

test('the sampled span carries the name of its rule', () => {
  const rule = createCentralRule(definition);
  expect(rule.decide(LATE, 0).attributes).toEqual({ 'aws.xray.sampling_rule_name': 'orders' });
  expect(rule.decide(LATE, 0)).toStrictEqual({ decision: SamplingDecision.NOT_RECORD });
});
