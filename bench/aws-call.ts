import path from 'node:path';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { node } from './measured-process.ts';
import { type Measured, median, sumUp } from './statistics.ts';
import { BARE, CONTROL, flagsOf, OWN, type Sampling, subjects } from './subjects.ts';

/** Where a call stands: it is a trace of its own, or within a request that is sampled as the row says. */
export type CallPlace = 'alone' | 'inside a request';

/** CPU that an AWS SDK v3 call costs, in microseconds, and what tracing adds. */
export interface AwsCallResult {
  readonly subject: string;
  readonly sampling: Sampling;
  readonly place: CallPlace;
  readonly micros: Measured;
  readonly addedMicros: Measured;
}

const nowhere = { grpcPort: 9, httpPort: 9, daemonPort: 9, agentPort: 9 };

interface Row {
  readonly name: string;
  readonly sampling: Sampling;
  readonly place: CallPlace;
}

const rows: readonly Row[] = [
  { name: BARE, sampling: 'none', place: 'inside a request' },
  { name: CONTROL, sampling: 'none', place: 'inside a request' },
  { name: OWN, sampling: 'all', place: 'inside a request' },
  { name: OWN, sampling: 'none', place: 'inside a request' },
  { name: OWN, sampling: 'all', place: 'alone' },
  { name: OWN, sampling: 'none', place: 'alone' },
];

/**
 * Sends DynamoDB calls to a stub in place of the network. The processes of a generation live at the same time and their
 * windows take turns, so that each is compared with the uninstrumented one at the same moment.
 */
export async function measureAwsCalls(
  generations: number,
  rounds: number,
): Promise<{ results: AwsCallResult[]; isValid: boolean }> {
  const micros = rows.map((): number[] => []);
  for (let generation = 0; generation < generations; generation += 1) {
    const services: ChildProcess[] = [];
    try {
      for (const row of rows) services.push(await startService(row));
      for (let round = 0; round < rounds; round += 1)
        for (const [index, service] of services.entries()) micros[index]?.push(await measureWindow(service));
    } finally {
      for (const service of services) service.kill();
    }
  }
  const [bare = [], control = []] = micros;
  const results = rows.map(({ name, sampling, place }, index) => {
    const own = micros[index] ?? [];
    const added = own.map((value, round) => value - (bare[round] ?? Number.NaN));
    return { subject: name, sampling, place, micros: sumUp(own), addedMicros: sumUp(added) };
  });
  return { results, isValid: Math.abs(median(control) / median(bare) - 1) <= 0.05 };
}

async function startService({ name, sampling, place }: Row): Promise<ChildProcess> {
  const subject = subjects.find((each) => each.name === name);
  if (subject === undefined) throw new Error(`There is no subject "${name}".`);
  const script = path.join(import.meta.dirname, 'aws-call/service.cjs');
  const service = spawn('taskset', ['-c', '0', node, ...flagsOf(subject), script, place], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...subject.env(sampling, nowhere),
      // The cost of the call alone: export is measured by itself.
      ...(name === OWN && { OTEL_TRACES_EXPORTER: 'none' }),
    },
  });
  await once(service, 'message');
  return service;
}

async function measureWindow(service: ChildProcess): Promise<number> {
  const measured = once(service, 'message');
  service.send('window');
  const [micros] = (await measured) as [number];
  return micros;
}
