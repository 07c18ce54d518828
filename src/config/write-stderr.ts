import { writeSync } from 'node:fs';

const STDERR = 2;
const MAX_ATTEMPTS = 8;

/**
 * Writes the text to file descriptor 2 before it returns, so that it survives a crash right after. Never throws:
 * where stderr is closed or a full pipe stays full, the rest is dropped.
 *
 * `process.stderr` is not used because creating it costs start-up time, and the application may have replaced it.
 */
export function writeStderr(text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  for (let attempt = 0; attempt < MAX_ATTEMPTS && rest.length > 0; attempt += 1) {
    try {
      rest = rest.subarray(writeSync(STDERR, rest));
    } catch (error) {
      if (!isFullPipe(error)) {
        return;
      }
    }
  }
}

function isFullPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
