import { cpus } from 'node:os';
import type { Assessment } from './assess.ts';
import type { DropCount } from './count-drops.ts';

/** The figures of one soak. */
export interface SoakFigures {
  readonly assessments: ReadonlyMap<string, Assessment>;
  /** By the state of the collector. */
  readonly drops: ReadonlyMap<string, DropCount>;
  /** How many exports the living collector took. */
  readonly collected: number;
  readonly minutes: number;
}

/** The section of docs/reliability.md in Markdown. */
export function renderSoak({ assessments, drops, collected, minutes }: SoakFigures): string {
  const bare = [...assessments.values()][0]?.p99Millis ?? 0;
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)} by \`npm run soak -- --minutes ${String(minutes)}\` on Node ${process.versions.node}, ${String(cpus().length)} cores. The services get up to 300 requests a second in turns, every one recorded and exported (${String(collected)} exports): of twenty, eleven on kept connections with a call downstream, three cut off by the caller, three with a failing call, three upgrades. The heap is what is left after garbage collection.`,
    '',
    '| service | requests | heap | left behind by a request | growth ± noise | more handles | more listeners | event loop delay, p99 |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...[...assessments].map(([name, it]) =>
      [
        '',
        name,
        String(it.requests),
        megabytes(it.heapBytes),
        `${it.bytesPerRequest.toFixed(1)} B`,
        `${kilobytes(it.growthBytes)} ± ${kilobytes(it.noiseBytes)} kB`,
        String(it.moreHandles),
        String(it.moreListeners),
        `${it.p99Millis.toFixed(1)} ms (${signed(it.p99Millis - bare)} ms)`,
        '',
      ]
        .join(' | ')
        .trim(),
    ),
    '',
    '| collector | spans made | told as lost | queue | heap grew by |',
    '| --- | --- | --- | --- | --- |',
    ...[...drops].map(
      ([name, it]) =>
        `| ${name} | ${String(it.made)} | ${String(it.reported)} | ${String(it.queueSize)} | ${kilobytes(it.grownBytes)} kB |`,
    ),
  ].join('\n');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function kilobytes(bytes: number): string {
  return String(Math.round(bytes / 1000));
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}
