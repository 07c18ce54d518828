import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { node } from './measured-process.ts';
import { type Measured, sumUp } from './statistics.ts';
import { BARE, CONTROL, flagsOf, peerFolder, subjects } from './subjects.ts';

/** CPU of an empty script in milliseconds, and what a subject adds to it. */
export interface StartUpResult {
  readonly subject: string;
  readonly millis: Measured;
  readonly addedMillis: number;
}

const nowhere = { grpcPort: 9, httpPort: 9, daemonPort: 9, agentPort: 9 };
const script = path.join(import.meta.dirname, 'empty.cjs');

/** Starts an empty script with each subject in turn, `runs` times. */
export function measureStartUp(names: readonly string[], runs: number): { results: StartUpResult[]; isValid: boolean } {
  const wanted = subjects.filter(({ name }) => names.includes(name));
  const millis = new Map<string, number[]>(wanted.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const subject of wanted.toSorted(() => Math.random() - 0.5)) {
      const { stdout } = spawnSync('taskset', ['-c', '0', node, ...flagsOf(subject), script], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          ...subject.env('all', nowhere),
          ...(subject.peer !== undefined && { BENCH_PEER: peerFolder(subject.peer) }),
        },
      });
      const line = stdout.split('\n').find((text) => text.startsWith('{"startMicros"'));
      if (line === undefined) throw new Error(`"${subject.name}" did not start.`);
      millis.get(subject.name)?.push((JSON.parse(line) as { startMicros: number }).startMicros / 1000);
    }
  }
  const bare = sumUp(millis.get(BARE) ?? []).median;
  const results = wanted.map(({ name }) => {
    const measured = sumUp(millis.get(name) ?? []);
    return { subject: name, millis: measured, addedMillis: measured.median - bare };
  });
  const control = results.find(({ subject }) => subject === CONTROL)?.millis.median ?? Number.NaN;
  return { results, isValid: Math.abs(control / bare - 1) <= 0.05 };
}
