import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A collector's process, running or gone. */
export interface CollectorProcess {
  readonly isRunning: boolean;
  /** Absent where it could not be started. */
  readonly processId: number | undefined;
  /** What it wrote on stderr so far. */
  log(): string;
  /** Resolves with the exit code when it is gone; `null` when a signal ended it or it could not be started. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** What every collector of the tests gets: fake credentials, and no reason to ask AWS for more (STS, instance metadata). */
const BARE_ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_EC2_METADATA_DISABLED: 'true',
  // ADOT is built as a program of Go 1.26, which reads URLs more strictly; the builder makes one of Go 1.25.
  GODEBUG: 'urlstrictcolons=1',
};

/**
 * Runs a collector with `env` over a bare environment, so that nothing of the tester's shell or AWS account reaches
 * it, in a new folder as its home. The process ends with this one at the latest.
 */
export function runCollector(
  binary: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): CollectorProcess {
  const home = mkdtempSync(path.join(tmpdir(), 'otel-xray-collector-'));
  const child = spawn(binary, args, {
    cwd: home,
    env: { HOME: home, ...BARE_ENVIRONMENT, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  let isRunning = true;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      log += String(error);
      resolve(null);
    });
    child.once('close', resolve);
  }).finally(() => {
    isRunning = false;
    process.removeListener('exit', killWithUs);
    rmSync(home, { recursive: true, force: true });
  });
  return {
    processId: child.pid,
    get isRunning() {
      return isRunning;
    },
    log: () => log,
    ended,
    kill: (signal) => void child.kill(signal),
  };
}
