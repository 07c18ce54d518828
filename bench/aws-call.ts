import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { node } from './measured-process.ts';
import { type Measured, median, sumUp } from './statistics.ts';
import { BARE, CONTROL, flagsOf, OWN, type Sampling, subjects } from './subjects.ts';

/** CPU that an AWS SDK v3 call costs, in microseconds, and what tracing adds. */
export interface AwsCallResult {
  readonly subject: string;
  readonly sampling: Sampling;
  readonly micros: Measured;
  readonly addedMicros: number;
}

const nowhere = { grpcPort: 9, httpPort: 9, daemonPort: 9, agentPort: 9 };

/** Sends DynamoDB calls to a stub in place of the network, in a process of its own for each generation. */
export function measureAwsCalls(generations: number): { results: AwsCallResult[]; isValid: boolean } {
  const rows = [
    { name: BARE, sampling: 'none' },
    { name: CONTROL, sampling: 'none' },
    { name: OWN, sampling: 'all' },
    { name: OWN, sampling: 'none' },
  ] as const;
  const micros = rows.map((): number[] => []);
  for (let generation = 0; generation < generations; generation += 1) {
    for (const [index, { name, sampling }] of rows.entries()) micros[index]?.push(callOnce(name, sampling));
  }
  const bare = median(micros[0] ?? []);
  const control = median(micros[1] ?? []);
  const results = rows.map(({ name, sampling }, index) => {
    const measured = sumUp(micros[index] ?? []);
    return { subject: name, sampling, micros: measured, addedMicros: measured.median - bare };
  });
  return { results, isValid: Math.abs(control / bare - 1) <= 0.05 };
}

function callOnce(name: string, sampling: Sampling): number {
  const subject = subjects.find((each) => each.name === name);
  if (subject === undefined) throw new Error(`There is no subject "${name}".`);
  const script = path.join(import.meta.dirname, 'aws-call/service.cjs');
  const { stdout } = spawnSync('taskset', ['-c', '0', node, ...flagsOf(subject), script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...subject.env(sampling, nowhere),
      // The cost of the call alone: export is measured by itself.
      ...(name === OWN && { OTEL_TRACES_EXPORTER: 'none' }),
    },
  });
  return (JSON.parse(stdout) as { micros: number }).micros;
}
