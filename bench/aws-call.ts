import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { node } from './measured-process.ts';
import { type Measured, median, sumUp, trimmedMean } from './statistics.ts';
import { BARE, CONTROL, flagsOf, OWN, type Sampling, subjects } from './subjects.ts';

/** Where a call stands: it is a trace of its own, or within a request that is sampled as the row says. */
export type CallPlace = 'alone' | 'inside a request';

/** CPU that an AWS SDK v3 call costs, in microseconds, and what tracing adds, over the generations of processes. */
export interface AwsCallResult {
  readonly subject: string;
  readonly sampling: Sampling;
  readonly place: CallPlace;
  readonly micros: Measured;
  readonly addedMicros: Measured;
}

/** How much is measured. */
export interface AwsCallEffort {
  readonly generations: number;
  readonly rounds: number;
}

/** Calls of one window, and before the first. */
export const CALLS = 50;
export const WARM_UP_CALLS = 16_000;
/** What the control pair may differ by: a third of what an unsampled call may cost. */
const TOLERANCE_MICROS = 5;

const nowhere = { grpcPort: 9, httpPort: 9, daemonPort: 9, agentPort: 9 };

type Windows = Readonly<Record<typeof BARE | typeof CONTROL | CallPlace, readonly number[]>>;

/**
 * Sends DynamoDB calls to a stub in place of the network: see `aws-call/service.cjs`. Of each process the mean of what
 * lies in the middle of its windows' differences counts, since some windows have a garbage collection more than others.
 */
export async function measureAwsCalls({
  generations,
  rounds,
}: AwsCallEffort): Promise<{ results: AwsCallResult[]; isValid: boolean }> {
  const measured = { all: [] as Windows[], none: [] as Windows[] };
  for (let generation = 0; generation < generations; generation += 1)
    for (const sampling of ['all', 'none'] as const) measured[sampling].push(await runService(sampling, rounds));
  const both = [...measured.all, ...measured.none];
  const results = [
    resultOf(BARE, 'none', 'inside a request', both, BARE),
    resultOf(CONTROL, 'none', 'inside a request', both, CONTROL),
    ...(['inside a request', 'alone'] as const).flatMap((place) =>
      (['all', 'none'] as const).map((sampling) => resultOf(OWN, sampling, place, measured[sampling], place)),
    ),
  ];
  const control = results.find(({ subject }) => subject === CONTROL)?.addedMicros.median ?? Number.NaN;
  return { results, isValid: Math.abs(control) <= TOLERANCE_MICROS };
}

function resultOf(
  subject: string,
  sampling: Sampling,
  place: CallPlace,
  processes: readonly Windows[],
  name: keyof Windows,
): AwsCallResult {
  const added = processes.map((windows) =>
    trimmedMean(windows[name].map((own, round) => own - bareOf(windows, round))),
  );
  return {
    subject,
    sampling,
    place,
    micros: sumUp(processes.map((windows) => median(windows[name]))),
    addedMicros: sumUp(added),
  };
}

function bareOf(windows: Windows, round: number): number {
  return windows[BARE][round] ?? Number.NaN;
}

async function runService(sampling: Sampling, rounds: number): Promise<Windows> {
  const subject = subjects.find(({ name }) => name === OWN);
  if (subject === undefined) throw new Error(`There is no subject "${OWN}".`);
  const script = path.join(import.meta.dirname, 'aws-call/service.cjs');
  const args = [rounds, CALLS, WARM_UP_CALLS].map(String);
  const service = spawn('taskset', ['-c', '0', node, ...flagsOf(subject), script, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...subject.env(sampling, nowhere),
      // The cost of the call alone: export is measured by itself.
      OTEL_TRACES_EXPORTER: 'none',
    },
  });
  const died = once(service, 'exit').then(() => {
    throw new Error('The service of the AWS calls ended early.');
  });
  const [windows] = (await Promise.race([once(service, 'message'), died])) as [Windows];
  await died.catch(() => {});
  return windows;
}
