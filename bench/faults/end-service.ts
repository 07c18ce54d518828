import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import readline from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CollectorState, startCollector } from './collector.ts';
import { folderOf, type Subject } from './subjects.ts';
import type { Way } from './ways.ts';

/** How many requests a service serves right before it ends. */
export const requestCount = 10;

/** After this time a process counts as kept alive, and is killed. */
export const patienceMillis = 20_000;

/** How a service ended. */
export interface Outcome {
  /** `code 3`, `SIGTERM`, or `alive` when it had to be killed. */
  readonly end: string;
  /** From what made it end to its end, in milliseconds. */
  readonly tookMillis: number;
  /** How many of the requests have come in as spans. */
  readonly delivered: number;
}

const app = path.join(import.meta.dirname, 'app.cjs');

/** Starts a service, traced by the subject or not at all, has it serve its requests, and ends it. */
export async function endService(subject: Subject | undefined, way: Way, state: CollectorState): Promise<Outcome> {
  await using collector = await startCollector(state);
  const child = spawn(process.execPath, [...(subject?.flags ?? []), app, way.name], {
    cwd: subject === undefined ? import.meta.dirname : folderOf(subject),
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...subject?.env(collector) },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const port = await readPort(child);
  const marks = Array.from({ length: requestCount }, () => `/mark-${randomBytes(8).toString('hex')}`);
  for (const mark of marks) await ask(port, mark);
  // What a tracer does when an answer has gone is done now; nothing was sent meanwhile but by who does so at once.
  await sleep(200);
  const start = performance.now();
  if (way.signal === undefined || way.isBlocked === true) child.stdin?.end('end\n');
  if (way.isBlocked === true) await sleep(500);
  if (way.signal !== undefined) child.kill(way.signal);
  let isAlive = false;
  const timer = setTimeout(() => {
    isAlive = true;
    child.kill('SIGKILL');
  }, patienceMillis);
  const [code, signal] = await ended;
  clearTimeout(timer);
  const tookMillis = performance.now() - start;
  // UDP and what the kernel still holds come in after the process has gone.
  await sleep(200);
  const end = isAlive ? 'alive' : (signal ?? `code ${String(code)}`);
  return { end, tookMillis, delivered: collector.countOf(marks) };
}

async function readPort(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('The service has no output.');
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const port = /^\{"port":(\d+)\}$/.exec(line)?.[1];
    // The pipe stays open and is read, whatever a peer prints.
    if (port !== undefined) {
      child.stdout.resume();
      return Number(port);
    }
  }
  throw new Error('The service ended before it listened.');
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
