import { appendFileSync, closeSync, openSync } from 'node:fs';
import { quoteValue } from '../config/printable.ts';
import type { OutputStream } from './cli-context.ts';

/** A file to write to. */
export interface FileOutput extends OutputStream {
  close(): void;
}

/**
 * Opens a file for writing and empties it; undefined, after one sentence on `stderr`, when that fails. Each text is in
 * the file when `write` returns. When a write fails that is said once, and nothing more is written.
 */
export function openFileOutput(file: string, stderr: OutputStream): FileOutput | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'w');
  } catch (error) {
    stderr.write(`${quoteValue(file)} could not be opened: ${describe(error)}. Nothing was run.\n`);
    return undefined;
  }
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  return {
    write(text) {
      if (descriptor === undefined) return;
      try {
        appendFileSync(descriptor, text);
      } catch (error) {
        stderr.write(`${quoteValue(file)} could not be written: ${describe(error)}. It is left as it is.\n`);
        close();
      }
    },
    close,
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
