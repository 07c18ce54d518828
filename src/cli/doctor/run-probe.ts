import { spawn } from 'node:child_process';

const TIMEOUT_MILLIS = 20_000;

/** What a process of Node said. */
export interface ProbeRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node with these arguments in a folder; never rejects, and ends the process after 20 seconds. */
export function runProbe(
  args: readonly string[],
  options: { readonly folder: string; readonly environment: Readonly<Record<string, string | undefined>> },
): Promise<ProbeRun> {
  const child = spawn(process.execPath, args, {
    cwd: options.folder,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MILLIS,
    killSignal: 'SIGKILL',
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, stdout: '', stderr: error.message }));
    child.once('close', (code) => resolve({ code, ...said }));
  });
}
