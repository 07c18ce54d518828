import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { SpanRecord } from '../../src/translator/index.ts';
import { startReceiver } from '../support/receive.ts';
import { type AppRun, root, runApp } from '../support/run-app.ts';

const examples = path.join(root, 'examples');

/** An answer of an example's own route. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What an example did while it was asked: its answers, its output and the spans of each trace, oldest first. */
export interface ExampleRun {
  readonly app: AppRun;
  readonly answers: readonly Answer[];
  readonly traces: readonly (readonly SpanRecord[])[];
}

/** A request to an example: a path to get, or what `fetch` takes. */
export type ExampleRequest = string | readonly [path: string, init: RequestInit];

/**
 * Runs an example the way its `start` script says, sends it the requests one after another, and ends it by
 * SIGTERM. The spans are those that it sent by then.
 */
export async function runExample(
  name: string,
  requests: readonly ExampleRequest[],
  env: Readonly<Record<string, string>> = {},
): Promise<ExampleRun> {
  linkPackage();
  await using receiver = await startReceiver();
  let asked: Promise<Answer[]> | undefined;
  const app = await runApp({
    args: startArguments(name),
    cwd: path.join(examples, name),
    env: { ...tracingEnvironment(receiver.xray.grpcEndpoint), PORT: '0', ...env },
    onOutput: (text, kill) => {
      const url = listeningUrl(text);
      if (url !== undefined) asked ??= askAll(url, requests).finally(() => kill('SIGTERM'));
    },
  });
  if (asked === undefined) throw new Error(`The example did not listen. It said:\n${app.stdout}\n${app.stderr}`);
  const answers = await asked;
  await receiver.whenIdle();
  return { app, answers, traces: receiver.traces() };
}

/** Runs an example's `dynamodb.js` on a free port while `use` works with it. */
export async function withDynamodb<T>(name: string, use: (endpoint: string) => Promise<T>): Promise<T> {
  let used: Promise<T> | undefined;
  const { stderr } = await runApp({
    args: ['dynamodb.js'],
    cwd: path.join(examples, name),
    env: { DYNAMODB_PORT: '0' },
    onOutput: (text, kill) => {
      const url = listeningUrl(text);
      if (url !== undefined) used ??= use(url).finally(() => kill('SIGTERM'));
    },
  });
  if (used === undefined) throw new Error(`DynamoDB did not listen. It said:\n${stderr}`);
  return used;
}

/**
 * Does what `npm install` in an example's folder does for its dependency `file:../../package`; the other packages
 * are found in the repository's own node_modules.
 */
export function linkPackage(): void {
  mkdirSync(path.join(examples, 'node_modules'), { recursive: true });
  try {
    symlinkSync('../../package', path.join(examples, 'node_modules/otel-xray'), 'dir');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** Node's arguments in the example's `start` script; what comes before its last command (a build) is the test's job. */
function startArguments(name: string): string[] {
  const manifest = JSON.parse(readFileSync(path.join(examples, name, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [program, ...args] = (manifest.scripts.start.split(' && ').at(-1) ?? '').split(' ');
  if (program !== 'node') throw new Error(`The start script of "${name}" starts "${program}", not node`);
  return args;
}

function tracingEnvironment(endpoint: string): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
  };
}

function listeningUrl(text: string): string | undefined {
  return /listening on (http:\S+)/.exec(text)?.[1];
}

async function askAll(url: string, requests: readonly ExampleRequest[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const request of requests) {
    const [requestPath, init] = typeof request === 'string' ? [request, {}] : request;
    const response = await fetch(url + requestPath, init);
    answers.push({ status: response.status, body: await response.text() });
  }
  return answers;
}
