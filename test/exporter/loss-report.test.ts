import { diag } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createLossReport } from '../../src/exporter/loss-report.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';

let diagnostics: ReturnType<typeof recordDiagnostics>;
const createReport = () => createLossReport({ destination: 'http://127.0.0.1:4317', maxQueueSize: 2048 });

beforeEach(() => {
  vi.useFakeTimers();
  diagnostics = recordDiagnostics();
});
afterEach(() => {
  diagnostics.stop();
  vi.useRealTimers();
});

test('the first failed export is told at once, with endpoint and reason', () => {
  createReport().addFailed(3, new Error('14 UNAVAILABLE'));
  expect(diagnostics.lines).toEqual([
    '"http://127.0.0.1:4317" did not get 3 spans: 3 could not be delivered (14 UNAVAILABLE); they are lost, later spans are still sent.',
  ]);
});

test('what follows within a minute is one line at its end', () => {
  const report = createReport();
  report.addFailed(1, new Error('first'));
  for (let i = 0; i < 50; i += 1) {
    vi.advanceTimersByTime(1000);
    report.addFailed(2, new Error('later'));
    report.addDropped(1);
  }
  expect(diagnostics.lines).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(diagnostics.lines.slice(1)).toEqual([
    '"http://127.0.0.1:4317" did not get 150 spans: 100 could not be delivered (later), 50 did not fit the queue of 2048; they are lost, later spans are still sent. Nothing has been delivered for a minute.',
  ]);
});

test('drops of a full queue are gathered for a second first', () => {
  const report = createReport();
  for (let i = 0; i < 7; i += 1) report.addDropped(1);
  expect(diagnostics.lines).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(diagnostics.lines).toEqual([
    '"http://127.0.0.1:4317" did not get 7 spans: 7 did not fit the queue of 2048; they are lost, later spans are still sent.',
  ]);
});

test('the end tells what was not told, once, and nothing when nothing was lost', () => {
  const report = createReport();
  report.addDropped(1);
  report.addUnsent(4);
  report.close();
  report.addFailed(1, new Error('late'));
  report.close();
  vi.advanceTimersByTime(120_000);
  expect(diagnostics.lines).toEqual([
    '"http://127.0.0.1:4317" did not get 5 spans: 1 did not fit the queue of 2048, 4 had no time left; they are lost, the process ends.',
  ]);
  createReport().close();
  expect(diagnostics.lines).toHaveLength(1);
});

test('from the beginning of the end everything is one line at its end', () => {
  const report = createReport();
  report.addDropped(1);
  report.gather();
  report.addFailed(2, new Error('14 UNAVAILABLE'));
  vi.advanceTimersByTime(120_000);
  expect(diagnostics.lines).toEqual([]);
  report.close();
  expect(diagnostics.lines).toEqual([
    '"http://127.0.0.1:4317" did not get 3 spans: 2 could not be delivered (14 UNAVAILABLE), 1 did not fit the queue of 2048; they are lost, the process ends. Nothing has been delivered for 2 minutes.',
  ]);
});

test('a single span is told in the singular', () => {
  createReport().addFailed(1, new Error('x'));
  expect(diagnostics.lines[0]).toContain('did not get 1 span: ');
});

test('a diagnostics logger that throws harms nobody', () => {
  const fail = () => {
    throw new Error('logger');
  };
  diag.setLogger(
    { error: fail, warn: fail, info: fail, debug: fail, verbose: fail },
    { suppressOverrideMessage: true },
  );
  const report = createReport();
  expect(() => report.addFailed(1, new Error('x'))).not.toThrow();
  report.addDropped(1);
  expect(() => vi.advanceTimersByTime(60_000)).not.toThrow();
});

test('a collector that takes nothing for minutes is told, with all that was lost, and so is its return', () => {
  const report = createReport();
  for (let second = 0; second <= 150; second += 1) {
    report.addFailed(1, new Error('connect ECONNREFUSED'));
    if (second < 150) vi.advanceTimersByTime(1000);
  }
  const info = vi.spyOn(diag, 'info');
  onTestFinished(() => info.mockRestore());
  report.addDelivered();
  const lost = (count: string) =>
    `"http://127.0.0.1:4317" did not get ${count}: ${parseInt(count, 10)} could not be delivered (connect ECONNREFUSED); they are lost, later spans are still sent.`;
  expect(diagnostics.lines).toEqual([
    lost('1 span'),
    `${lost('59 spans')} Nothing has been delivered for a minute.`,
    `${lost('60 spans')} Nothing has been delivered for 2 minutes.`,
  ]);
  expect(info.mock.calls).toEqual([['"http://127.0.0.1:4317" takes spans again after 2 minutes.']]);
});

test('what is delivered in between is no silence', () => {
  const report = createReport();
  report.addFailed(1, new Error('busy'));
  for (let second = 0; second < 70; second += 1) {
    vi.advanceTimersByTime(1000);
    report.addDelivered();
    report.addFailed(1, new Error('busy'));
  }
  expect(diagnostics.lines.join()).not.toContain('Nothing has been delivered');
});
