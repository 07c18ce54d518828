import path from 'node:path';
import { MeasuredProcess } from './measured-process.ts';
import { type Measured, sumUp } from './statistics.ts';
import { BARE, flagsOf, OWN, type Sink, type Subject, subjects } from './subjects.ts';

/** How long the event loop is held at a time in one situation, in milliseconds: the longest turn of each process. */
export interface Hold {
  readonly situation: string;
  readonly longestMillis: Measured;
  /** The same of a process without us: what Node and the machine do. */
  readonly bareMillis: Measured;
}

interface Situation {
  readonly title: string;
  /** One of the scenes of export/service.cjs. */
  readonly scene: string;
  readonly env?: (sink: Sink) => Readonly<Record<string, string>>;
}

/** A port of which nobody answers. */
const DEAD = 'http://127.0.0.1:9';

const situations: readonly Situation[] = [
  { title: 'first export of a process', scene: 'first' },
  { title: 'first seconds of a service', scene: 'cold' },
  { title: 'a core full of spans', scene: 'saturated' },
  { title: '2,000 large spans at once', scene: 'burst' },
  { title: 'no collector', scene: 'cold', env: () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: DEAD }) },
  { title: 'gzip', scene: 'cold', env: () => ({ OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' }) },
  {
    title: 'OTLP/HTTP in JSON',
    scene: 'cold',
    env: ({ httpPort }) => ({
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(httpPort)}`,
    }),
  },
];

/** Measures each situation in so many processes. */
export async function measureHolds(generations: number): Promise<Hold[]> {
  const sink = new MeasuredProcess(1, [path.join(import.meta.dirname, 'sink.ts')], {}, process.execPath);
  const ports = (await sink.next()) as unknown as Sink;
  const holds: Hold[] = [];
  for (const { title, scene, env } of situations) {
    const own: number[] = [];
    const bare: number[] = [];
    for (let generation = 0; generation < generations; generation += 1) {
      own.push(await longestTurn(OWN, scene, ports, env?.(ports)));
      bare.push(await longestTurn(BARE, scene, ports));
    }
    holds.push({ situation: title, longestMillis: sumUp(own), bareMillis: sumUp(bare) });
  }
  await sink.end();
  return holds;
}

async function longestTurn(
  name: string,
  scene: string,
  ports: Sink,
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const subject = subjects.find((each) => each.name === name) as Subject;
  const file = path.join(import.meta.dirname, 'export/service.cjs');
  const service = new MeasuredProcess(0, [...flagsOf(subject), file, scene], { ...subject.env('all', ports), ...env });
  const { longestMillis = Number.NaN } = await service.next();
  await service.end();
  return longestMillis;
}
