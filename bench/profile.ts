import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MeasuredProcess } from './measured-process.ts';
import { flagsOf, OWN, type Sampling, type Sink, subjects } from './subjects.ts';

const REQUESTS = 6000;
const SHOWN = 40;

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: Frame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}
interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** Prints where the time of requests to our service goes: by file, then by function, in microseconds per request. */
export async function profileRequests(sampling: Sampling): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-profile-'));
  try {
    await recordProfile(sampling, folder);
    const [file = ''] = readdirSync(folder);
    print(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Profile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function recordProfile(sampling: Sampling, folder: string): Promise<void> {
  const own = subjects.find(({ name }) => name === OWN);
  if (own === undefined) throw new Error('There is nothing to profile.');
  const load = new MeasuredProcess(1, [path.join(import.meta.dirname, 'request/load.ts')]);
  const sink = new MeasuredProcess(1, [path.join(import.meta.dirname, 'sink.ts')]);
  const { port: downstream = 0 } = await load.next();
  const env = {
    ...own.env(sampling, (await sink.next()) as unknown as Sink),
    BENCH_DOWNSTREAM: String(downstream),
    NODE_ENV: 'production',
  };
  const flags = ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', folder, ...flagsOf(own)];
  const service = new MeasuredProcess(0, [...flags, path.join(import.meta.dirname, 'request/service.cjs')], env);
  const { port = 0 } = await service.next();
  await load.ask({ port, count: REQUESTS });
  await service.end();
  await Promise.all([load.end(), sink.end()]);
}

function print({ nodes, samples, timeDeltas }: Profile): void {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byFile = new Map<string, number>();
  const byFunction = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    const micros = timeDeltas[index] ?? 0;
    if (frame === undefined || frame.functionName === '(idle)') continue;
    const name = path.basename(frame.url) || frame.functionName;
    const line = `${frame.functionName || '(anonymous)'} ${name}:${String(frame.lineNumber + 1)}`;
    byFile.set(name, (byFile.get(name) ?? 0) + micros);
    byFunction.set(line, (byFunction.get(line) ?? 0) + micros);
  }
  for (const times of [byFile, byFunction]) {
    const rows = [...times].toSorted((a, b) => b[1] - a[1]).slice(0, SHOWN);
    for (const [name, micros] of rows) console.log(`${(micros / REQUESTS).toFixed(2).padStart(9)} µs  ${name}`);
    console.log('');
  }
}
