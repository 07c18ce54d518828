import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRetryingSpanExporter } from '../../src/exporter/retrying-span-exporter.ts';

const OK: ExportResult = { code: ExportResultCode.SUCCESS };
const BUSY: ExportResult = { code: ExportResultCode.FAILED, error: new Error('busy') };
const REFUSED: ExportResult = { code: ExportResultCode.FAILED, error: new Error('refused') };

/** Plays the answers, one each attempt; `undefined` never answers. */
function createScripted(...answers: (ExportResult | undefined)[]) {
  const attempts: number[] = [];
  const exporter: SpanExporter = {
    export(_spans, done) {
      attempts.push(Date.now());
      const answer = answers.shift();
      if (answer !== undefined) done(answer);
    },
    shutdown: async () => {},
  };
  const retrying = createRetryingSpanExporter(exporter, { timeoutMillis: 10_000, isRetryable: (error) => error === BUSY.error });
  const results: ExportResult[] = [];
  retrying.export([], (result) => results.push(result));
  return { attempts, results };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('a success is passed on without more ado', () => {
  expect(createScripted(OK)).toEqual({ attempts: [0], results: [OK] });
  expect(vi.getTimerCount()).toBe(0);
});

test('a failure for good is passed on at once', () => {
  expect(createScripted(REFUSED)).toEqual({ attempts: [0], results: [REFUSED] });
});

test('passing failures are repeated with growing waits until one succeeds', () => {
  const { attempts, results } = createScripted(BUSY, BUSY, BUSY, OK);
  vi.advanceTimersByTime(10_000);
  expect(attempts).toEqual([0, 1000, 2500, 4750]);
  expect(results).toEqual([OK]);
  expect(vi.getTimerCount()).toBe(0);
});

test('no attempt begins after the time-out, and the last failure is the answer', () => {
  const { attempts, results } = createScripted(BUSY, BUSY, BUSY, BUSY, BUSY, BUSY, BUSY);
  vi.advanceTimersByTime(60_000);
  expect(attempts).toEqual([0, 1000, 2500, 4750, 8125]);
  expect(results).toEqual([BUSY]);
});

test('an attempt that hangs is cut at the time-out of all together', () => {
  const { attempts, results } = createScripted(BUSY, undefined);
  vi.advanceTimersByTime(9_999);
  expect(results).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(attempts).toEqual([0, 1000]);
  expect(results).toEqual([BUSY]);
});

test('waits differ by up to a fifth, so that many processes do not come back together', () => {
  vi.mocked(Math.random).mockReturnValue(0);
  const early = createScripted(BUSY, OK);
  vi.advanceTimersByTime(2000);
  expect(early.attempts).toEqual([0, 800]);
});

test('an exporter that throws at a later attempt is answered with the failure before it', () => {
  let attempts = 0;
  const exporter: SpanExporter = {
    export(_spans, done) {
      attempts += 1;
      if (attempts > 1) throw new Error('thrown');
      done(BUSY);
    },
    shutdown: async () => {},
  };
  const results: ExportResult[] = [];
  createRetryingSpanExporter(exporter, { timeoutMillis: 10_000, isRetryable: () => true }).export([], (result) => results.push(result));
  vi.advanceTimersByTime(10_000);
  expect(results).toEqual([BUSY]);
});
