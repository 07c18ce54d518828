import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

/** A command line of these tests while it runs. */
export interface RunningCli {
  readonly process: ChildProcess;
  /** Resolves when stdout or stderr has said this; rejects when the process ends without. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<CliRun>;
}

/** A command line that ended. */
export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the programs are that the tests run. */
export const FIXTURES = path.join(import.meta.dirname, 'fixtures');

/** Runs `otel-xray` with these arguments as a process of its own, without a terminal. */
export function startTestCli(args: readonly string[], environment: Record<string, string> = {}): RunningCli {
  const child = spawn(process.execPath, [path.join(FIXTURES, 'cli.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], TZ: 'UTC', ...environment },
  });
  const output = { stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr') => (chunk: Buffer) => {
    output[name] += chunk.toString();
    child.emit('output');
  };
  child.stdout.on('data', collect('stdout'));
  child.stderr.on('data', collect('stderr'));
  const ended = new Promise<CliRun>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const check = () => {
        const match = pattern.exec(output.stdout) ?? pattern.exec(output.stderr);
        if (match !== null) resolve(match);
      };
      check();
      child.on('output', check);
      child.on('close', () => reject(new Error(`never said ${pattern}:\n${output.stdout}\n${output.stderr}`)));
    });
  return { process: child, says, ended };
}

/** Runs `otel-xray` to its end. */
export async function runTestCli(args: readonly string[], environment?: Record<string, string>): Promise<CliRun> {
  return await startTestCli(args, environment).ended;
}
