import { expect, test } from 'vitest';
import { createRulePoller } from '../../src/sampler/rule-poller.ts';
import type { CentralRulesAnswer, Failure } from '../../src/sampler/sampling-service.ts';
import { createVirtualClock } from './support/virtual-clock.ts';

const RULES: CentralRulesAnswer = { kind: 'rules', rules: [], modifiedSeconds: 0, problems: [] };
const FAILURE: Failure = { kind: 'refused', reason: 'nobody' };

function startPoller(answer: (asked: number) => CentralRulesAnswer | Failure, intervalMillis = 300_000) {
  const clock = createVirtualClock();
  const askedAt: number[] = [];
  const outcomes: string[] = [];
  let delayMillis = 0;
  const poller = createRulePoller({
    clock,
    intervalMillis,
    service: {
      async getRules() {
        askedAt.push(clock.now());
        const given = answer(askedAt.length);
        if (delayMillis > 0) await new Promise<void>((resolve) => void clock.schedule(delayMillis, resolve));
        return given;
      },
    },
    onRules: () => outcomes.push('rules'),
    onFailure: () => outcomes.push('failure'),
  });
  poller.start();
  return { poller, clock, askedAt, outcomes, answerAfter: (millis: number) => void (delayMillis = millis) };
}

function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

test('the rules are asked for at once and then about every interval, never at the same distance', async () => {
  const { clock, askedAt } = startPoller(() => RULES);
  await clock.advanceTo(3_600_000);
  expect(askedAt[0]).toBe(0);
  expect(askedAt.length).toBeGreaterThanOrEqual(11);
  for (const gap of gaps(askedAt)) expect(gap >= 270_000 && gap <= 330_000).toBe(true);
  expect(new Set(gaps(askedAt)).size).toBeGreaterThan(5);
});

test('while nobody answers the waits grow from seconds to the interval, and it never gives up', async () => {
  const { clock, askedAt, outcomes } = startPoller(() => FAILURE);
  await clock.advanceTo(24 * 3_600_000);
  const waits = gaps(askedAt);
  expect(waits[0] ?? 0).toBeGreaterThanOrEqual(5_000);
  expect(waits[0] ?? 0).toBeLessThanOrEqual(10_000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
  expect(Math.min(...waits.slice(6))).toBeGreaterThanOrEqual(150_000);
  expect(askedAt.length).toBeGreaterThan(288);
  expect(outcomes).not.toContain('rules');
});

test('after an answer the waits begin anew', async () => {
  const { clock, askedAt } = startPoller((asked) => (asked === 10 ? RULES : FAILURE));
  await clock.advanceTo(4 * 3_600_000);
  expect((askedAt[10] ?? 0) - (askedAt[9] ?? 0)).toBeGreaterThanOrEqual(270_000);
  expect((askedAt[11] ?? 0) - (askedAt[10] ?? 0)).toBeLessThanOrEqual(10_000);
});

test('a refresh asks at once, and once more after a question that was under way', async () => {
  const { poller, clock, askedAt, answerAfter } = startPoller(() => RULES);
  await clock.advanceTo(50_000);
  poller.refresh();
  expect(askedAt).toEqual([0, 50_000]);
  await clock.advanceTo(60_000);
  answerAfter(2_000);
  poller.refresh();
  await clock.advanceTo(61_000);
  poller.refresh();
  poller.refresh();
  await clock.advanceTo(100_000);
  expect(askedAt).toEqual([0, 50_000, 60_000, 62_000]);
  expect(clock.waiting).toBe(1);
});

test('nothing happens after a stop, not even with an answer that is under way', async () => {
  const { poller, clock, askedAt, outcomes, answerAfter } = startPoller(() => RULES);
  await clock.advanceTo(1000);
  answerAfter(5_000);
  poller.refresh();
  poller.stop();
  poller.refresh();
  await clock.advanceTo(3_600_000);
  expect(askedAt).toEqual([0, 1000]);
  expect(outcomes).toEqual(['rules']);
  expect(clock.waiting).toBe(0);
});
