import { diag } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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
    '"http://127.0.0.1:4317" did not get 150 spans: 100 could not be delivered (later), 50 did not fit the queue of 2048; they are lost, later spans are still sent.',
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
    '"http://127.0.0.1:4317" did not get 3 spans: 2 could not be delivered (14 UNAVAILABLE), 1 did not fit the queue of 2048; they are lost, the process ends.',
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
