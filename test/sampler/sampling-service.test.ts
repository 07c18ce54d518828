import { expect, test } from 'vitest';
import type { Answer, PostJson } from '../../src/sampler/post-json.ts';
import { createSamplingService } from '../../src/sampler/sampling-service.ts';
import { createVirtualClock } from './support/virtual-clock.ts';
import { wireRule } from './support/sampling-service.ts';

const clock = createVirtualClock();

function serviceOf(answer: (path: string, body: object) => unknown): ReturnType<typeof createSamplingService> {
  const post: PostJson = (path, body) =>
    Promise.resolve({ kind: 'answered', body: answer(path, body) } satisfies Answer);
  return createSamplingService(post, clock);
}

test('a rule that two pages hold counts once, and the latest change of all is known', async () => {
  const record = (name: string, ModifiedAt: unknown) => ({ SamplingRule: wireRule({ RuleName: name }), ModifiedAt });
  const service = serviceOf((_path, body) =>
    'NextToken' in body
      ? { SamplingRuleRecords: [record('b', 7), record('c', 'yesterday'), null] }
      : { SamplingRuleRecords: [record('a', 3), record('b', 3)], NextToken: 'x' },
  );
  const answer = await service.getRules();
  expect(answer).toMatchObject({ kind: 'rules', modifiedSeconds: 7, problems: [] });
  expect(answer.kind === 'rules' && answer.rules.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('pages without an end are given up', async () => {
  let pages = 0;
  const service = serviceOf(() => ({ SamplingRuleRecords: [], NextToken: `page ${(pages += 1)}` }));
  expect(await service.getRules()).toMatchObject({ kind: 'lost' });
  expect(pages).toBe(100);
});

test.each([[null], [[]], [{}], ['text'], [{ SamplingRuleRecords: {} }], [{ SamplingTargetDocuments: 'none' }]])(
  '%j is no answer of X-Ray',
  async (body) => {
    const service = serviceOf(() => body);
    expect(await service.getRules()).toMatchObject({ kind: 'lost' });
    expect(await service.getTargets([])).toMatchObject({ kind: 'lost' });
  },
);

test('without a Date header the times of an answer are read by the own clock', async () => {
  const ReservoirQuotaTTL = clock.epochMillis() / 1000 + 60;
  const service = serviceOf(() => ({
    SamplingTargetDocuments: [{ RuleName: 'a', ReservoirQuota: 1, ReservoirQuotaTTL }],
  }));
  const answer = await service.getTargets([]);
  expect(answer.kind === 'targets' && answer.targets[0]?.quota?.millis).toBeCloseTo(60_000);
});

test('statistics of boosts are only sent where there are some', async () => {
  const bodies: object[] = [];
  const service = serviceOf((_path, body) => {
    bodies.push(body);
    return { SamplingTargetDocuments: [] };
  });
  const statistics = { RuleName: 'a', ClientID: '', Timestamp: 0, RequestCount: 1, SampledCount: 0, BorrowCount: 0 };
  const boost = {
    RuleName: 'a',
    ServiceName: '',
    Timestamp: 0,
    TotalCount: 1,
    AnomalyCount: 0,
    SampledAnomalyCount: 0,
  };
  await service.getTargets([{ statistics }]);
  await service.getTargets([{ statistics, boost }]);
  expect(bodies).toEqual([
    { SamplingStatisticsDocuments: [statistics] },
    { SamplingStatisticsDocuments: [statistics], SamplingBoostStatisticsDocuments: [boost] },
  ]);
});
