import { expect, test } from 'vitest';
import { conditionsOf, describeRate, percentOf } from '../../../src/console/sampling/rule-words.ts';
import type { SamplingRule } from '../../../src/local/api/xray-api.ts';

const ANYTHING: SamplingRule = {
  RuleName: 'r',
  RuleARN: 'arn',
  ResourceARN: '*',
  Priority: 1,
  FixedRate: 0.05,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
};

test('a rule that asks for nothing takes every request', () => expect(conditionsOf(ANYTHING)).toEqual([]));

test('a rule says what it asks for, attributes too', () => {
  expect(
    conditionsOf({ ...ANYTHING, ServiceName: 'shop-*', URLPath: '/orders', Attributes: { tier: 'gold' } }),
  ).toEqual([
    { name: 'Service', value: 'shop-*' },
    { name: 'Path', value: '/orders' },
    { name: 'tier', value: 'gold' },
  ]);
});

test.each([
  [1, 0.05, '1 a second, then 5 %'],
  [0, 0.07, '7 %'],
  [10, 0, '10 a second'],
  [0, 0, 'none'],
  [3, 1, 'every request'],
])('a reservoir of %d and a rate of %d are %s', (ReservoirSize, FixedRate, words) => {
  expect(describeRate({ ...ANYTHING, ReservoirSize, FixedRate })).toBe(words);
});

test('percent have no dust', () => expect([0.07, 0.29, 1, 0.000_1].map(percentOf)).toEqual([7, 29, 100, 0.01]));
