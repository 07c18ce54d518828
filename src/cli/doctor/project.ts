import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../../xray/sampling-rule.ts';

/** What package.json of the project says that matters here. */
export interface Project {
  readonly dependencies: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  /** Whether its `.js` files are ES modules. */
  readonly isModule: boolean;
}

/** Reads package.json in the folder; an empty project where there is none that can be read. */
export function readProject(folder: string): Project {
  const manifest = readJson(path.join(folder, 'package.json'));
  return {
    dependencies: Object.keys(recordIn(manifest, 'dependencies')),
    scripts: Object.fromEntries(
      Object.entries(recordIn(manifest, 'scripts')).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    isModule: isRecord(manifest) && manifest['type'] === 'module',
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Node runs without one as well.
    return undefined;
  }
}

function recordIn(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const inner = isRecord(value) ? value[key] : undefined;
  return isRecord(inner) ? inner : {};
}
