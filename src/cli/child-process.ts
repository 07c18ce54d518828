import { spawn } from 'node:child_process';
import { isatty } from 'node:tty';

/** How a command ended, or that it could not be started. */
export type ChildEnding =
  /** `wasAsked` after a signal of ours that asked it to end. */
  | { readonly kind: 'exited'; readonly code: number; readonly wasAsked: boolean }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'failed'; readonly error: NodeJS.ErrnoException };

/** What to run. */
export interface ChildOptions {
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The signals by which people and systems ask a process to end; they are passed on. */
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a command with our standard streams until it ends, without a shell. Signals that ask this process to end
 * reach the command instead; this process lives on to see how the command takes them. Never rejects.
 */
export async function runChild({ command, commandArguments, environment }: ChildOptions): Promise<ChildEnding> {
  const child = spawn(command, commandArguments, { stdio: 'inherit', env: environment });
  let wasAsked = false;
  const passOn = (signal: NodeJS.Signals) => {
    wasAsked = true;
    if (signal !== 'SIGINT' || !hasTerminal()) child.kill(signal);
  };
  // A command that is left behind when this process crashes would never end.
  const endChild = () => void child.kill();
  for (const signal of PASSED_ON) process.on(signal, passOn);
  process.once('exit', endChild);
  const ending = await new Promise<ChildEnding>((resolve) => {
    child.once('error', (error) => resolve({ kind: 'failed', error }));
    child.once('exit', (code, signal) => {
      resolve(signal === null ? { kind: 'exited', code: code ?? 1, wasAsked } : { kind: 'killed', signal });
    });
  });
  for (const signal of PASSED_ON) process.off(signal, passOn);
  process.off('exit', endChild);
  return ending;
}

/** A terminal sends Ctrl-C to the command as well; passed on once more, many servers take it as "at once". */
function hasTerminal(): boolean {
  return [0, 1, 2].some((descriptor) => isatty(descriptor));
}
