import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OtlpAnswer } from '../../src/exporter/otlp-client.ts';
import { createRetryingSender } from '../../src/exporter/retrying-sender.ts';
import { ABSENT, BUSY, createFakeClient, REFUSED, SUCCESS } from './fake-client.ts';

/** Sends once through a sender whose client plays the answers, then lets time pass. */
async function play(answers: OtlpAnswer[], passMillis = 60_000) {
  const client = createFakeClient(...answers);
  const sender = createRetryingSender(client);
  const results: (OtlpAnswer | undefined)[] = [];
  void sender.send(new Uint8Array(), 10_000).then((answer) => results.push(answer));
  await vi.advanceTimersByTimeAsync(passMillis);
  return { client, sender, results, attemptedAt: client.attempts.map(({ at }) => at) };
}

function askToWait(retryInMillis: number): OtlpAnswer {
  return { status: 'retryable', error: new Error('busy'), nobodyListens: false, retryInMillis };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('repeating', () => {
  test('a success and a failure for good are the answer at once', async () => {
    expect(await play([SUCCESS])).toMatchObject({ attemptedAt: [0], results: [SUCCESS] });
    expect(await play([REFUSED])).toMatchObject({ results: [REFUSED] });
  });

  test('passing failures are repeated with growing waits until one succeeds', async () => {
    expect(await play([BUSY, ABSENT, BUSY, SUCCESS])).toMatchObject({
      attemptedAt: [0, 1000, 2500, 4750],
      results: [SUCCESS],
    });
  });

  test('no attempt begins after the time-out, and the last failure is the answer', async () => {
    const { attemptedAt, results } = await play(Array.from({ length: 9 }, () => BUSY));
    expect(attemptedAt).toEqual([0, 1000, 2500, 4750, 8125]);
    expect(results).toEqual([BUSY]);
  });

  test('there are at most five repetitions, and none beyond what is left of the time', async () => {
    const { client, results } = await play(Array.from({ length: 9 }, () => askToWait(1)));
    expect(client.attempts.map(({ leftMillis }) => Math.round(leftMillis))).toEqual([
      10_000, 9_999, 9_998, 9_997, 9_996, 9_995,
    ]);
    expect(new Set(client.attempts.map(({ timeoutMillis }) => timeoutMillis))).toEqual(new Set([10_000]));
    expect(results).toHaveLength(1);
  });

  test('the collector may say how long to wait', async () => {
    expect(await play([askToWait(7000), SUCCESS])).toMatchObject({ attemptedAt: [0, 7000], results: [SUCCESS] });
    const impatient = askToWait(3_600_000);
    expect(await play([impatient, SUCCESS])).toMatchObject({ results: [impatient] });
  });

  test.each([
    [0, 800],
    [1, 1200],
  ])(
    'waits differ by up to a fifth, so that many processes do not come back together (%s)',
    async (random, secondAt) => {
      vi.mocked(Math.random).mockReturnValue(random);
      const { attemptedAt } = await play([BUSY, SUCCESS]);
      expect(attemptedAt).toEqual([0, secondAt]);
    },
  );
});

describe('hurry', () => {
  test('ends the wait for somebody who does not listen', async () => {
    const { sender, results, client } = await play([ABSENT, SUCCESS], 500);
    sender.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(results).toEqual([ABSENT]);
    expect(client.attempts).toHaveLength(1);
  });

  test('during the attempt makes it the last one where nobody listens', async () => {
    const client = createFakeClient(ABSENT, SUCCESS);
    const sender = createRetryingSender(client);
    const answer = sender.send(new Uint8Array(), 10_000);
    sender.hurry();
    expect(await answer).toBe(ABSENT);
    expect(client.attempts).toHaveLength(1);
  });

  test('lets a collector that is only busy have its time', async () => {
    const { sender, results } = await play([BUSY, SUCCESS], 500);
    sender.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(results).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(results).toEqual([SUCCESS]);
  });

  test('is over with what was being sent', async () => {
    const { sender } = await play([SUCCESS, ABSENT, SUCCESS]);
    sender.hurry();
    const answer = sender.send(new Uint8Array(), 10_000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await answer).toBe(SUCCESS);
  });
});

describe('close', () => {
  test('ends a wait with the failure before it', async () => {
    const { sender, client, results } = await play([BUSY], 500);
    sender.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(results).toEqual([BUSY]);
    expect(client.isClosed).toBe(true);
  });

  test('ends an attempt with the failure before it, or says that there was no answer', async () => {
    const repeated = await play([BUSY], 1500);
    expect(repeated.client.attempts).toHaveLength(2);
    repeated.sender.close();
    const first = await play([], 1500);
    first.sender.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(repeated.results).toEqual([BUSY]);
    expect(first.results).toMatchObject([
      { status: 'failure', error: { message: 'no answer before the exporter was shut down' } },
    ]);
  });

  test('lets nothing be sent afterwards', async () => {
    const { sender, client } = await play([SUCCESS, SUCCESS]);
    sender.close();
    expect(await sender.send(new Uint8Array(), 10_000)).toMatchObject({ status: 'failure' });
    expect(client.attempts).toHaveLength(1);
  });
});
