import { readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';
import { type ReadSamplingRules, readSamplingRules } from '../xray/sampling-rules-document.ts';

const MAX_FILE_BYTES = 1024 * 1024;
const CHECK_INTERVAL_MILLIS = 2_000;

/** Reads a JSON file with sampling rules; what is wrong with the file itself is a problem like any other. */
export function readRulesFile(file: string): ReadSamplingRules {
  try {
    // Looked at before it is read: devices and pipes never end.
    const { size, isFile } = lookAt(file);
    if (!isFile) return wrong('is not a regular file; expected sampling rules');
    if (size > MAX_FILE_BYTES) return wrong(`has ${size} bytes; expected at most ${MAX_FILE_BYTES}`);
    const content = readFileSync(file);
    // Editors on Windows begin files with a byte order mark.
    return readSamplingRules(JSON.parse(content.toString('utf8').replace(/^\uFEFF/, '')));
  } catch (error) {
    return wrong(
      `${error instanceof SyntaxError ? 'is not JSON' : `cannot be read (${codeOf(error)})`}; expected sampling rules`,
    );
  }
}

/**
 * Calls `onChange` some two seconds after the file has changed, come or gone, also when a link leads to it, as in
 * volumes of Kubernetes. Holds no process. Gives what ends it.
 */
export function watchRulesFile(file: string, onChange: () => void): () => void {
  watchFile(file, { persistent: false, interval: CHECK_INTERVAL_MILLIS }, onChange);
  return () => unwatchFile(file, onChange);
}

function lookAt(file: string): { size: number; isFile: boolean } {
  const stats = statSync(file);
  return { size: stats.size, isFile: stats.isFile() };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function wrong(problem: string): ReadSamplingRules {
  return { kind: 'wrong', problem };
}
