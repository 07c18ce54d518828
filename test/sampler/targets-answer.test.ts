import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTargetsAnswer } from '../../src/sampler/targets-answer.ts';

const SERVER_MILLIS = 1_530_923_047_000;

/** From https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sampling.html */
const documented = {
  SamplingTargetDocuments: [
    {
      RuleName: 'base-scorekeep',
      FixedRate: 0.1,
      ReservoirQuota: 2,
      ReservoirQuotaTTL: 1530923107,
      Interval: 10,
    },
    {
      RuleName: 'polling-scorekeep',
      FixedRate: 0.003,
      ReservoirQuota: 0,
      ReservoirQuotaTTL: 1530923107.0,
      Interval: 10,
    },
  ],
  LastRuleModification: 1530920505.0,
  UnprocessedStatistics: [],
};

test('an answer of X-Ray is read, its times as durations by the clock of the server', () => {
  expect(readTargetsAnswer(documented, SERVER_MILLIS)).toEqual({
    targets: [
      { ruleName: 'base-scorekeep', fixedRate: 0.1, quota: { perSecond: 2, millis: 60_000 }, intervalMillis: 10_000 },
      {
        ruleName: 'polling-scorekeep',
        fixedRate: 0.003,
        quota: { perSecond: 0, millis: 60_000 },
        intervalMillis: 10_000,
      },
    ],
    lastRuleModificationSeconds: 1530920505,
    unprocessed: new Set(),
    unprocessedBoosts: new Set(),
  });
});

test('a boost and what was not processed are read', () => {
  const answer = readTargetsAnswer(
    {
      SamplingTargetDocuments: [
        { RuleName: 'a', SamplingBoost: { BoostRate: 0.5, BoostRateTTL: SERVER_MILLIS / 1000 + 60 } },
      ],
      UnprocessedStatistics: [{ RuleName: 'b', ErrorCode: '400', Message: 'x' }, {}],
      UnprocessedBoostStatistics: [{ RuleName: 'c' }],
    },
    SERVER_MILLIS,
  );
  expect(answer).toEqual({
    targets: [{ ruleName: 'a', boost: { rate: 0.5, millis: 60_000 } }],
    lastRuleModificationSeconds: 0,
    unprocessed: new Set(['b']),
    unprocessedBoosts: new Set(['c']),
  });
});

test.each([
  { FixedRate: 5 },
  { FixedRate: '0.1' },
  { ReservoirQuota: 3 },
  { ReservoirQuota: 3, ReservoirQuotaTTL: '2026-11-01' },
  { ReservoirQuota: -3, ReservoirQuotaTTL: 1 },
  { Interval: 0 },
  { Interval: -10 },
  { SamplingBoost: { BoostRate: 0.5 } },
  { SamplingBoost: { BoostRate: 2, BoostRateTTL: 1 } },
])('%j tells nothing that can be used', (document) => {
  const answer = readTargetsAnswer({ SamplingTargetDocuments: [{ RuleName: 'a', ...document }] }, 0);
  expect(answer?.targets).toEqual([{ ruleName: 'a' }]);
});

test('anything at all is read without a throw', () => {
  const keys = fc.constantFrom(
    'RuleName',
    'FixedRate',
    'ReservoirQuota',
    'ReservoirQuotaTTL',
    'Interval',
    'SamplingBoost',
  );
  const bodies = fc.oneof(
    fc.anything(),
    fc.record({
      SamplingTargetDocuments: fc.array(fc.oneof(fc.anything(), fc.dictionary(keys, fc.anything()))),
      LastRuleModification: fc.anything(),
      UnprocessedStatistics: fc.anything(),
    }),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      for (const target of readTargetsAnswer(body, 0)?.targets ?? []) expect(typeof target.ruleName).toBe('string');
    }),
  );
});
