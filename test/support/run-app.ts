import { spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';

/** The repository's root, from which `--require ./register` works literally. */
export const root: string = path.resolve(import.meta.dirname, '../..');

/** What every application has in its environment: nothing of the tester's own shell. */
export const bareEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
};

/** How an application ended, and what it said. */
export interface AppRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Which process to run, and how. */
export interface AppOptions {
  readonly node?: string;
  /** Node's flags and the script with its arguments. */
  readonly args: readonly string[];
  /** Added to {@link bareEnvironment}. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Called with each piece of standard output; may act on the process (send a signal, end its input). */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** A real Node process while it runs. */
export interface RunningApp {
  readonly ended: Promise<AppRun>;
  /** What it has said until now; it has not ended. */
  soFar(): AppRun;
  kill(signal: NodeJS.Signals): void;
  /** Ends its standard input. */
  endInput(): void;
}

/** Starts a real Node process; it is killed after 25 seconds so that no test leaves one behind. */
export function startApp({ node = process.execPath, args, env, cwd = root, onOutput }: AppOptions): RunningApp {
  const child = spawn(node, args, {
    cwd,
    env: { ...bareEnvironment, ...env },
    stdio: 'pipe',
    timeout: 25_000,
    killSignal: 'SIGKILL',
  });
  const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(stdout, kill);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // The process may be gone before its input is ended.
  child.stdin.on('error', () => {});
  const ended = new Promise<AppRun>((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const soFar = (): AppRun => ({ code: null, signal: null, stdout, stderr });
  return { ended, soFar, kill, endInput: () => void child.stdin.end() };
}

/** Runs a real Node process without any input to its end. */
export async function runApp(options: AppOptions): Promise<AppRun> {
  const app = startApp(options);
  app.endInput();
  return app.ended;
}

/** The lines on stderr that are not diagnostics of ours: the application's own, or Node's. */
export function foreignLines(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line !== '' && !line.startsWith('otel-xray: '));
}

/** An answer as it came over the wire: header names and values in their order. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  /** The raw headers of each informational answer (1xx) that came before. */
  readonly informational: readonly (readonly string[])[];
  readonly body: string;
}

/** One plain GET to 127.0.0.1 on a connection of its own. */
export async function get(
  port: number,
  requestPath: string,
  headers: Record<string, string | string[]> = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const informational: string[][] = [];
    const request = http.get({ host: '127.0.0.1', port, path: requestPath, headers, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => (body += text));
      answer.on('end', () => {
        const { statusCode: status = 0, headers, rawHeaders } = answer;
        resolve({ status, headers, rawHeaders, informational, body });
      });
    });
    request.on('information', ({ rawHeaders }) => informational.push(rawHeaders)).on('error', reject);
  });
}

/** Runs a service that prints `{"port":…}`, sends it one request, and waits for its end. */
export async function serveOne(
  options: Omit<AppOptions, 'onOutput'>,
  requestPath: string,
  headers: Record<string, string> = {},
): Promise<{ run: AppRun; answer: RawAnswer }> {
  let asked: Promise<RawAnswer> | undefined;
  const run = await runApp({
    ...options,
    onOutput: (text) => {
      const port = /\{"port":(\d+)\}/.exec(text)?.[1];
      if (port !== undefined) asked ??= get(Number(port), requestPath, headers);
    },
  });
  if (!asked) throw new Error(`The service printed no port. It said:\n${run.stdout}\n${run.stderr}`);
  return { run, answer: await asked };
}
