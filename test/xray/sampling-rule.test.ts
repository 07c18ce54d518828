import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSamplingRule } from '../../src/xray/sampling-rule.ts';

/** From https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sampling.html */
const documented = {
  RuleName: 'polling-scorekeep',
  RuleARN: 'arn:aws:xray:us-east-1::sampling-rule/polling-scorekeep',
  ResourceARN: '*',
  Priority: 5000,
  FixedRate: 0.003,
  ReservoirSize: 0,
  ServiceName: 'Scorekeep',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: 'GET',
  URLPath: '/api/state/*',
  Version: 1,
  Attributes: {},
};

test('a rule of the API is read', () => {
  expect(readSamplingRule(documented)).toStrictEqual({
    kind: 'rule',
    rule: {
      name: 'polling-scorekeep',
      priority: 5000,
      fixedRate: 0.003,
      reservoirSize: 0,
      serviceName: 'Scorekeep',
      serviceType: '*',
      host: '*',
      httpMethod: 'GET',
      urlPath: '/api/state/*',
      resourceArn: '*',
      attributes: {},
    },
  });
});

test('a rate boost, attributes and fields of the future are no obstacle', () => {
  const read = readSamplingRule({
    ...documented,
    SamplingRateBoost: { MaxRate: 1, CooldownWindowMinutes: 10 },
    Attributes: { tier: 'gold*' },
    FutureField: {},
  });
  expect(read).toMatchObject({
    kind: 'rule',
    rule: { rateBoost: { maxRate: 1, cooldownMinutes: 10 }, attributes: { tier: 'gold*' } },
  });
});

test.each([
  ['Attributes', undefined],
  ['Version', undefined],
  ['RuleARN', undefined],
  ['SamplingRateBoost', null],
])('a rule may lack %s', (field, value) => {
  expect(readSamplingRule({ ...documented, [field]: value }).kind).toBe('rule');
});

test.each([
  ['RuleName', ''],
  ['RuleName', undefined],
  ['Priority', -1],
  ['Priority', 1.5],
  ['FixedRate', 1.01],
  ['FixedRate', -0.1],
  ['FixedRate', '0.05'],
  ['FixedRate', Number.NaN],
  ['ReservoirSize', -1],
  ['ReservoirSize', 0.5],
  ['Version', 2],
  ['URLPath', undefined],
  ['Host', null],
  ['HTTPMethod', ['GET']],
  ['Attributes', { tier: 1 }],
  ['Attributes', []],
  ['SamplingRateBoost', {}],
  ['SamplingRateBoost', { MaxRate: 1.1, CooldownWindowMinutes: 10 }],
  ['SamplingRateBoost', { MaxRate: 1 }],
])('a rule with %s %o is refused by name', (field, value) => {
  const read = readSamplingRule({ ...documented, [field]: value });
  expect(read).toMatchObject({ kind: 'wrong', problem: expect.stringContaining(`has "${field}" `) as string });
});

test('anything at all is read without a throw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(['rule', 'wrong']).toContain(readSamplingRule(value).kind);
      expect(['rule', 'wrong']).toContain(readSamplingRule({ ...documented, FixedRate: value }).kind);
    }),
  );
});
