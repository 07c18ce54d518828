import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether the application's entry file is an ES module, judged as Node does: by extension, then by the
 * nearest package.json, then by the file's syntax. Only asked on Node versions that cannot wait and see.
 *
 * @param entry `process.argv[1]`
 * @param execArgv Node's own flags
 */
export function isEsModuleEntry(entry: string | undefined, execArgv: readonly string[]): boolean {
  if (execArgv.some((flag) => /^--(input|experimental-default)-type=module$/.test(flag))) return true;
  if (!entry) return false;
  switch (path.extname(entry)) {
    case '.mjs':
    case '.mts':
      return true;
    case '.cjs':
    case '.cts':
      return false;
    default:
      return (packageType(path.dirname(entry)) ?? syntaxOf(entry)) === 'module';
  }
}

/** The `type` of the nearest package.json; undefined where it says nothing. */
function packageType(folder: string): 'module' | 'commonjs' | undefined {
  for (let current = folder; ; current = path.dirname(current)) {
    const file = path.join(current, 'package.json');
    if (existsSync(file)) {
      try {
        const { type } = JSON.parse(readFileSync(file, 'utf8')) as { type?: unknown };
        return type === 'module' || type === 'commonjs' ? type : undefined;
      } catch {
        return undefined;
      }
    }
    if (path.dirname(current) === current) return undefined;
  }
}

/** Node detects module syntax in files without a declared type; the first statements tell. */
function syntaxOf(file: string): 'module' | undefined {
  const longestLook = 64 * 1024;
  try {
    const descriptor = openSync(existsSync(file) ? file : `${file}.js`, 'r');
    try {
      const buffer = Buffer.alloc(longestLook);
      const text = buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, longestLook, 0));
      return /^\s*(?:(?:import|export)\s*[{*]|import\s*['"]|(?:import|export)\s+\w)/m.test(text) ? 'module' : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}
