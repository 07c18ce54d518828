import path from 'node:path';
import { MeasuredProcess } from './measured-process.ts';
import { type Measured, median, sumUp } from './statistics.ts';
import {
  BARE,
  CONTROL,
  flagsOf,
  OWN,
  peerFolder,
  type Sampling,
  type Sink,
  type Subject,
  subjects,
} from './subjects.ts';

/** How long is measured. */
export interface RequestEffort {
  readonly generations: number;
  readonly rounds: number;
  readonly requests: number;
  readonly warmUps: number;
}

/** CPU per request of one subject beside the uninstrumented application. */
export interface RequestResult {
  readonly subject: string;
  readonly micros: Measured;
  readonly ratio: Measured;
  /** Spans that arrived per request. */
  readonly spansPerRequest: number;
  /** Whether there were as many as the sampled requests must have made; whoever loses spans must not win. */
  readonly hasArrived: boolean;
  /** Heap after the load, in bytes. */
  readonly heapBytes: number;
}

/** The same, with what tells whether it can be trusted. */
export interface RequestTable {
  readonly sampling: Sampling;
  /** How many requests each process had answered before: V8 compiles what is called often late. */
  readonly afterRequests: number;
  readonly controlRatio: number;
  readonly isValid: boolean;
  readonly results: readonly RequestResult[];
}

interface Running {
  readonly subject: Subject;
  readonly process: MeasuredProcess;
  readonly port: number;
  /** Of its own: a late span is never another subject's. */
  readonly sink: MeasuredProcess;
}

interface Samples {
  readonly micros: number[];
  readonly ratios: number[];
  readonly heaps: number[];
  spans: number;
  requests: number;
}

const folder = path.join(import.meta.dirname, 'request');

/**
 * Measures requests to an Express service with one downstream call: the service on one core, load, downstream and sink on
 * the other, windows of a fixed number of requests interleaved in random order.
 */
export async function measureRequests(
  sampling: Sampling,
  names: readonly string[],
  effort: RequestEffort,
): Promise<RequestTable> {
  const wanted = subjects.filter(({ name }) => names.includes(name));
  const samples = new Map<string, Samples>(
    wanted.map(({ name }) => [name, { micros: [], ratios: [], heaps: [], spans: 0, requests: 0 }]),
  );
  for (let generation = 0; generation < effort.generations; generation += 1) {
    await measureGeneration(sampling, wanted, effort, samples);
  }
  const results = wanted.map(({ name }) => toResult(name, sampling, samples.get(name)));
  const controlRatio = results.find(({ subject }) => subject === CONTROL)?.ratio.median ?? Number.NaN;
  return {
    sampling,
    afterRequests: effort.warmUps * effort.requests,
    controlRatio,
    isValid:
      Math.abs(controlRatio - 1) <= 0.05 && results.every(({ subject, hasArrived }) => subject !== OWN || hasArrived),
    results,
  };
}

/** Ours makes two spans of a sampled request, every peer at least one; a ratio lets some more or fewer through. */
function leastSpans(subject: string, sampling: Sampling): number {
  if (subject === BARE || subject === CONTROL) return 0;
  return { all: subject === OWN ? 1.99 : 0.99, some: 0.02, none: 0 }[sampling];
}

function toResult(subject: string, sampling: Sampling, samples: Samples | undefined): RequestResult {
  const { micros, ratios, heaps, spans, requests } = samples ?? {
    micros: [],
    ratios: [],
    heaps: [],
    spans: 0,
    requests: 1,
  };
  return {
    subject,
    micros: sumUp(micros),
    ratio: sumUp(ratios),
    spansPerRequest: spans / requests,
    hasArrived: spans / requests >= leastSpans(subject, sampling),
    heapBytes: median(heaps),
  };
}

async function measureGeneration(
  sampling: Sampling,
  wanted: readonly Subject[],
  { rounds, requests, warmUps }: RequestEffort,
  samples: ReadonlyMap<string, Samples>,
): Promise<void> {
  const load = new MeasuredProcess(1, [path.join(folder, 'load.ts')], {}, process.execPath);
  const { port: downstream = 0 } = await load.next();
  const running: Running[] = [];
  for (const subject of wanted) running.push(await start(subject, sampling, downstream));
  for (const { port } of running)
    for (let warm = 0; warm < warmUps; warm += 1) await load.ask({ port, count: requests });
  // Spans of the warm-up are none of the windows'.
  await Promise.all(running.map(({ sink }) => countAll(sink)));
  for (let round = 0; round < rounds; round += 1) {
    const used = new Map<string, number>();
    for (const { subject, process: service, port } of running.toSorted(() => Math.random() - 0.5)) {
      const before = await service.ask({});
      await load.ask({ port, count: requests });
      // Export belongs to the cost: what has been sampled is sent before the window closes.
      await new Promise((resolve) => setTimeout(resolve, sampling === 'none' ? 0 : 700));
      const after = await service.ask({});
      used.set(subject.name, ((after['micros'] ?? 0) - (before['micros'] ?? 0)) / requests);
    }
    for (const [name, micros] of used) {
      samples.get(name)?.micros.push(micros);
      samples.get(name)?.ratios.push(micros / (used.get(BARE) ?? Number.NaN));
    }
  }
  // Only now: after a collection that was forced, V8 has dropped compiled code and the next window starts cold.
  for (const { subject, process: service } of running)
    samples.get(subject.name)?.heaps.push((await service.ask({ ask: 'heap' }))['heapBytes'] ?? 0);
  await Promise.all(
    running.map(async ({ subject, sink }) => {
      const own = samples.get(subject.name);
      if (own === undefined) return;
      own.spans += await countAll(sink);
      own.requests += rounds * requests;
    }),
  );
  for (const { process: service, sink } of running) await Promise.all([service.end(), sink.end()]);
  await load.end();
}

async function start(subject: Subject, sampling: Sampling, downstream: number): Promise<Running> {
  const sink = new MeasuredProcess(1, [path.join(import.meta.dirname, 'sink.ts')], {}, process.execPath);
  const ports = (await sink.next()) as unknown as Sink;
  const env = {
    ...subject.env(sampling, ports),
    BENCH_DOWNSTREAM: String(downstream),
    NODE_ENV: 'production',
    ...(subject.peer !== undefined && { BENCH_PEER: peerFolder(subject.peer) }),
  };
  const service = new MeasuredProcess(0, ['--expose-gc', ...flagsOf(subject), path.join(folder, 'service.cjs')], env);
  const { port = 0 } = await service.next();
  return { subject, process: service, port, sink };
}

/** All spans that have come since it was asked last: it is asked until nothing more comes for longer than any delay. */
async function countAll(sink: MeasuredProcess): Promise<number> {
  let sum = 0;
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await new Promise((resolve) => setTimeout(resolve, 600));
    const { spans = 0 } = await sink.ask({});
    if (spans > 0) quiet = -1;
    sum += spans;
  }
  return sum;
}
