import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createActivity } from '../../../src/local/receiver/activity.ts';
import { startReceiver } from '../../../src/local/receiver/start-receiver.ts';
import type { SpanRecord } from '../../../src/translator/index.ts';
import { startCollector } from '../collector.ts';
import { folderOf, type Subject } from '../subjects.ts';
import type { Scenario } from './scenarios.ts';
import { prepareTool } from './tools.ts';

/** How many requests a service serves. */
export const requestCount = 5;

/** Tracers export every few seconds; what has not come by then does not come. */
const PATIENCE_MILLIS = 8000;
/** What would come twice comes with the first, or in the next batch. */
const MORE_MILLIS = 2500;

/** What came of a scenario. */
export interface Sighting {
  /** Spans at the tracer's own collector, of whatever {@link Scenario.counts}. */
  readonly spans: number;
  /** Lines on standard output and standard error. */
  readonly lines: number;
}

const app = path.join(import.meta.dirname, 'app.cjs');

/** Runs the service of a scenario under a tracer, or under none. */
export async function runScenario(scenario: Scenario, subject: Subject | undefined): Promise<Sighting> {
  const marks = Array.from({ length: requestCount }, () => `/mark-${randomBytes(8).toString('hex')}`);
  await using raw = await startCollector('up');
  const received: SpanRecord[] = [];
  const onSpans = (spans: readonly SpanRecord[]): void => void received.push(...spans);
  const receiver = await startReceiver({
    host: '127.0.0.1',
    grpcPort: 0,
    httpPort: 0,
    onSpans,
    activity: createActivity(),
  });
  const ports = subject?.sends === 'otlp' ? { ...raw, ...receiver } : raw;
  const count = (): number =>
    subject?.sends === 'own'
      ? raw.occurrencesOf(marks)
      : received.filter((span) => isCounted(span, scenario, marks)).length;

  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-faults-'));
  const child = start(scenario, subject, { folder, env: { OTEL_BSP_SCHEDULE_DELAY: '200', ...subject?.env(ports) } });
  try {
    const output = readOutput(child);
    const port = await output.port;
    for (const mark of marks) await ask(port, mark);
    const until = Date.now() + (subject === undefined ? 0 : PATIENCE_MILLIS);
    while (count() < requestCount && Date.now() < until) await sleep(100);
    await sleep(MORE_MILLIS);
    return { spans: count(), lines: output.lines() };
  } finally {
    const ended = once(child, 'close');
    // With what a tool has started.
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
    await receiver.close();
    rmSync(folder, { recursive: true });
  }
}

function isCounted({ name, kind, attributes }: SpanRecord, { counts }: Scenario, marks: readonly string[]): boolean {
  if (counts === 'own spans') return marks.some((mark) => name === `own ${mark}`);
  const target = attributes['url.path'] ?? attributes['http.target'];
  return kind === 'server' && typeof target === 'string' && marks.includes(target);
}

interface Surroundings {
  /** An empty one. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

function start(
  { way, startedBy }: Scenario,
  subject: Subject | undefined,
  { folder, env }: Surroundings,
): ChildProcess {
  const flags = subject === undefined ? [] : absoluteFlags(subject);
  const common = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env };
  if (startedBy === undefined) {
    const cwd = subject === undefined ? folder : folderOf(subject);
    return spawn(process.execPath, [...flags, app, way], { cwd, env: common, stdio: 'pipe', detached: true });
  }
  const tool = prepareTool(startedBy, folder, [app, way]);
  const options = { ...common, ...tool.env, NODE_OPTIONS: flags.join(' ') };
  return spawn(tool.command, tool.args, { cwd: folder, env: options, stdio: 'pipe', detached: true });
}

/** `NODE_OPTIONS` count in folders in which the tracer is not installed. */
function absoluteFlags(subject: Subject): string[] {
  const { resolve } = createRequire(path.join(folderOf(subject), 'package.json'));
  return subject.flags.map((flag, index) => {
    if (flag.startsWith('--')) return flag;
    const file = resolve(flag);
    return subject.flags[index - 1] === '--import' ? pathToFileURL(file).href : file;
  });
}

interface Output {
  readonly port: Promise<number>;
  lines(): number;
}

function readOutput(child: ChildProcess): Output {
  let text = '';
  const port = new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        const found = /^\{"port":(\d+)\}$/m.exec(text)?.[1];
        if (found !== undefined) resolve(Number(found));
      });
    }
    child.once('exit', () => reject(new Error(`The service ended before it listened:\n${text}`)));
  });
  return { port, lines: () => text.split('\n').filter((line) => line.trim() !== '').length };
}

async function ask(port: number, requestPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path: requestPath, agent: false }, (answer) => {
        answer.resume().on('close', resolve);
      })
      .on('error', reject);
  });
}
