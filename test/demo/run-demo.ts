import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../support/run-app.ts';

/** Ten visits, stand-ins in WebAssembly and three services take their time on a busy machine. */
export const DEMO_MILLIS = 90_000;

/** All that the demo said, standard output and error as they came, and its exit code (null after a signal). */
export interface DemoRun {
  readonly output: string;
  readonly exitCode: number | null;
}

/**
 * Runs `demo/<script> --once` to its end. When that takes too long it is ended by SIGTERM, so that it can end its
 * services.
 */
export async function runDemo(script: string, env: Readonly<Record<string, string>> = {}): Promise<DemoRun> {
  const child = spawn(process.execPath, [path.join(root, 'demo', script), '--once'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEMO_MILLIS - 15_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exitCode = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { output, exitCode };
}
