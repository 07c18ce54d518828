import { describe, expect, test } from 'vitest';
import { type CentralRule, createCentralRule } from '../../src/sampler/central-rule.ts';
import type { Failure, TargetsAnswer } from '../../src/sampler/sampling-service.ts';
import type { RuleReport } from '../../src/sampler/statistics.ts';
import { createTargetPoller } from '../../src/sampler/target-poller.ts';
import { readSamplingRule } from '../../src/xray/sampling-rule.ts';
import { wireRule } from './support/sampling-service.ts';
import { createVirtualClock } from './support/virtual-clock.ts';

const LOST: Failure = { kind: 'lost', reason: 'no answer' };

function createRules(count: number): CentralRule[] {
  return Array.from({ length: count }, (_, index) => {
    const read = readSamplingRule(wireRule({ RuleName: `rule ${index}` }));
    if (read.kind === 'wrong') throw new Error(read.problem);
    return createCentralRule(read.rule);
  });
}

function targetsFor(reports: readonly RuleReport[], intervalMillis?: number): TargetsAnswer {
  return {
    kind: 'targets',
    targets: reports.map(({ statistics }) => ({
      ruleName: statistics.RuleName,
      ...(intervalMillis !== undefined && { intervalMillis }),
    })),
    lastRuleModificationSeconds: 0,
    unprocessed: new Set(),
    unprocessedBoosts: new Set(),
  };
}

function startPoller(rules: readonly CentralRule[]) {
  const clock = createVirtualClock();
  const sent: { at: number; reports: readonly RuleReport[] }[] = [];
  let answer = (reports: readonly RuleReport[]): TargetsAnswer | Failure => targetsFor(reports);
  const poller = createTargetPoller({
    clock,
    clientId: 'a'.repeat(24),
    serviceName: () => 's'.repeat(100),
    rules: () => rules,
    service: {
      getTargets(reports) {
        sent.push({ at: clock.now(), reports });
        return Promise.resolve(answer(reports));
      },
    },
    onTargets: () => {},
    onFailure: () => {},
  });
  poller.start();
  return {
    poller,
    clock,
    sent,
    answerWith: (given: typeof answer) => void (answer = given),
    request: (index: number, times = 1) => {
      for (let i = 0; i < times; i += 1) rules[index]?.decide('f'.repeat(32), clock.now());
    },
  };
}

test('without traffic nothing is sent', async () => {
  const { clock, sent } = startPoller(createRules(3));
  await clock.advanceTo(600_000);
  expect(sent).toEqual([]);
});

test('only rules with traffic are reported, about every ten seconds', async () => {
  const { clock, sent, request } = startPoller(createRules(3));
  for (let second = 0; second < 600; second += 1) {
    request(1);
    await clock.advanceBy(1000);
  }
  expect(sent.length).toBeGreaterThanOrEqual(54);
  expect(sent.length).toBeLessThanOrEqual(67);
  const documents = sent.flatMap(({ reports }) => reports.map(({ statistics }) => statistics));
  expect(new Set(documents.map(({ RuleName }) => RuleName))).toEqual(new Set(['rule 1']));
  expect(documents.reduce((sum, { RequestCount }) => sum + RequestCount, 0)).toBeGreaterThan(585);
});

test('at most 25 rules go into one request', async () => {
  const { clock, sent, request } = startPoller(createRules(60));
  for (let index = 0; index < 60; index += 1) request(index);
  await clock.advanceTo(15_000);
  expect(sent.map(({ reports }) => reports.length)).toEqual([25, 25, 10]);
});

test('each rule is reported as often as X-Ray asks for it', async () => {
  const { clock, sent, request, answerWith } = startPoller(createRules(2));
  answerWith((reports) => {
    const answer = targetsFor(reports);
    return {
      ...answer,
      targets: answer.targets.map((target) => ({
        ...target,
        intervalMillis: target.ruleName === 'rule 0' ? 60_000 : 20_000,
      })),
    };
  });
  for (let second = 0; second < 600; second += 1) {
    request(0);
    request(1);
    await clock.advanceBy(1000);
  }
  const count = (name: string): number =>
    sent.filter(({ reports }) => reports.some(({ statistics }) => statistics.RuleName === name)).length;
  expect(count('rule 0')).toBeGreaterThanOrEqual(9);
  expect(count('rule 0')).toBeLessThanOrEqual(12);
  expect(count('rule 1')).toBeGreaterThanOrEqual(27);
  expect(count('rule 1')).toBeLessThanOrEqual(33);
});

test('a service that wants a report without a pause gets one a second', async () => {
  const { clock, sent, request, answerWith } = startPoller(createRules(1));
  answerWith((reports) => targetsFor(reports, 1));
  for (let tenth = 0; tenth < 1000; tenth += 1) {
    request(0);
    await clock.advanceBy(100);
  }
  expect(sent.length).toBeLessThan(115);
});

describe('while nobody answers', () => {
  test('the waits grow to a minute, and one report is repeated, not its followers', async () => {
    const { clock, sent, request, answerWith } = startPoller(createRules(1));
    answerWith(() => LOST);
    for (let second = 0; second < 1800; second += 1) {
      request(0);
      await clock.advanceBy(1000);
    }
    expect(sent.length).toBeLessThan(60);
    expect(sent.length).toBeGreaterThan(29);
    expect(new Set(sent.map(({ reports }) => JSON.stringify(reports))).size).toBe(1);
  });

  test('nothing of what was not sent is lost', async () => {
    const { clock, sent, request, answerWith } = startPoller(createRules(30));
    answerWith((reports) => (reports.length === 25 ? { kind: 'refused', reason: 'nobody' } : targetsFor(reports)));
    for (let index = 0; index < 30; index += 1) request(index);
    await clock.advanceTo(30_000);
    expect(sent.every(({ reports }) => reports.length === 25)).toBe(true);
    const before = sent.length;
    answerWith((reports) => targetsFor(reports));
    await clock.advanceTo(120_000);
    const after = sent.slice(before).flatMap(({ reports }) => reports.map(({ statistics }) => statistics));
    expect(after).toHaveLength(30);
    expect(after.every(({ RequestCount }) => RequestCount === 1)).toBe(true);
  });
});

test('what came back unprocessed is told again', async () => {
  const { clock, sent, request, answerWith } = startPoller(createRules(1));
  answerWith((reports) => ({ ...targetsFor(reports), unprocessed: new Set(['rule 0']) }));
  request(0, 3);
  await clock.advanceTo(12_000);
  answerWith((reports) => targetsFor(reports));
  request(0, 2);
  await clock.advanceTo(24_000);
  expect(sent.map(({ reports }) => reports[0]?.statistics.RequestCount)).toEqual([3, 5]);
});

test('the name of the service fits what X-Ray allows', async () => {
  const rules = createRules(1);
  const { clock, sent } = startPoller(rules);
  rules[0]?.statistics.countTrace(true, false);
  await clock.advanceTo(12_000);
  expect(sent[0]?.reports[0]?.boost?.ServiceName).toBe('s'.repeat(64));
});

test('nothing is sent after a stop', async () => {
  const { poller, clock, sent, request } = startPoller(createRules(1));
  request(0);
  poller.stop();
  await clock.advanceTo(60_000);
  expect(sent).toEqual([]);
  expect(clock.waiting).toBe(0);
});
