import type { Environment } from '../config/environment.ts';
import type { TerminalStream } from './terminal/terminal-capabilities.ts';

/** Somewhere to write to; `process.stdout` and `process.stderr` are such. */
export interface OutputStream extends TerminalStream {
  write(text: string): unknown;
}

/** What a command works with. */
export interface CliContext {
  /** Without `node` and the script. */
  readonly arguments: readonly string[];
  readonly environment: Environment;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** The package's preload for `--require`, an absolute path. */
  readonly registerFile: string;
  /** The package's folder with the collector's configurations and deployment files, an absolute path. */
  readonly collectorFolder: string;
  /** Where answers to questions come from; absent where nobody can be asked. */
  readonly stdin?: NodeJS.ReadStream;
  /** Stack frames below this folder are shown relative to it. */
  readonly workingDirectory: string;
}

/** How the process is to end: with an exit code, or by the signal that ended the child. */
export type CliEnding = { readonly code: number } | { readonly signal: NodeJS.Signals };
