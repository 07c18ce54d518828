import { readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** What the application's package.json says about it. */
export interface ApplicationPackage {
  readonly name: string;
  readonly version?: string;
}

/**
 * The package that `entryFile` belongs to: the nearest package.json above it that has a name. Packages inside
 * `node_modules` are tools that run the application (`next start`, a process manager), so for those the
 * search goes on above, and at last above `workingFolder`. Undefined when there is none or no entry file.
 * Reads a few small files, synchronously; never throws.
 */
export function findApplicationPackage(
  entryFile: string | undefined,
  workingFolder: string,
): ApplicationPackage | undefined {
  if (entryFile === undefined || entryFile === '') return undefined;
  // The entry may be a folder (`node .`), so that the search begins at the path itself.
  const path = resolve(workingFolder, entryFile);
  return findAbove(path) ?? (isInstalled(path) ? findAbove(resolve(workingFolder)) : undefined);
}

function findAbove(path: string): ApplicationPackage | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = isInstalled(folder) ? undefined : readPackage(join(folder, 'package.json'));
    if (found !== undefined) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

function isInstalled(path: string): boolean {
  return `${path}${sep}`.includes(`${sep}node_modules${sep}`);
}

function readPackage(file: string): ApplicationPackage | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null) return undefined;
    const { name, version } = content as { name?: unknown; version?: unknown };
    if (typeof name !== 'string' || name === '') return undefined;
    return { name, ...(typeof version === 'string' && version !== '' && { version }) };
  } catch {
    // No package.json here, or none that Node could read either: the next folder above may have one.
    return undefined;
  }
}
