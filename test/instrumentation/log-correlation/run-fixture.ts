import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** What a fixture wrote: its log records, and what it said of itself in the last line. */
export interface FixtureOutput {
  readonly records: readonly Record<string, unknown>[];
  readonly spanContext: { readonly traceId: string; readonly spanId: string };
  readonly report: Record<string, unknown>;
}

/** Runs a fixture in a process of its own; fails where it writes to stderr or exits with anything but 0. */
export function runFixture(name: string, args: readonly string[]): FixtureOutput {
  const script = fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const report = lines.find((line) => 'spanContext' in line) ?? {};
  return {
    records: lines.filter((line) => line !== report),
    spanContext: report['spanContext'] as FixtureOutput['spanContext'],
    report,
  };
}

/** The fields that a record inside the span carries. */
export function correlationOf({ spanContext }: FixtureOutput): Record<string, unknown> {
  const { traceId, spanId } = spanContext;
  return { trace_id: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`, span_id: spanId };
}
