import { readFileSync, stat, type Stats, statSync } from 'node:fs';
import { type ReadSamplingRules, readSamplingRules } from '../xray/sampling-rules-document.ts';

const MAX_FILE_BYTES = 1024 * 1024;
const CHECK_INTERVAL_MILLIS = 2_000;

/** Rules as they were read, and what their file looked like just before. */
export interface RulesFile {
  readonly read: ReadSamplingRules;
  /** For {@link watchRulesFile}: a change during the reading is one. */
  readonly fingerprint: string;
}

/** Reads a JSON file with sampling rules; what is wrong with the file itself is a problem like any other. */
export function readRulesFile(file: string): RulesFile {
  try {
    const stats = statSync(file);
    return { read: readRegularFile(file, stats), fingerprint: fingerprintOf(stats) };
  } catch (error) {
    return { read: unreadable(error), fingerprint: fingerprintOf(undefined) };
  }
}

/**
 * Looks at the file every two seconds, also through links as in volumes of Kubernetes, and calls `onChange` when it
 * is not as the last fingerprint says: the first one, then what `onChange` gave. Holds no process. Gives what ends it.
 */
export function watchRulesFile(file: string, first: string, onChange: () => string): () => void {
  let known = first;
  const timer = setInterval(() => {
    stat(file, (_error, stats: Stats | undefined) => {
      if (fingerprintOf(stats) !== known) known = onChange();
    });
  }, CHECK_INTERVAL_MILLIS).unref();
  return () => clearInterval(timer);
}

function readRegularFile(file: string, stats: Stats): ReadSamplingRules {
  // Looked at before it is read: devices and pipes never end.
  if (!stats.isFile()) return wrong('is not a regular file; expected sampling rules');
  if (stats.size > MAX_FILE_BYTES) return wrong(`has ${stats.size} bytes; expected at most ${MAX_FILE_BYTES}`);
  try {
    // Editors on Windows begin files with a byte order mark.
    return readSamplingRules(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')));
  } catch (error) {
    return unreadable(error);
  }
}

function fingerprintOf(stats: Stats | undefined): string {
  return stats === undefined ? 'no file' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}

function unreadable(error: unknown): ReadSamplingRules {
  const problem = error instanceof SyntaxError ? 'is not JSON' : `cannot be read (${codeOf(error)})`;
  return wrong(`${problem}; expected sampling rules`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function wrong(problem: string): ReadSamplingRules {
  return { kind: 'wrong', problem };
}
