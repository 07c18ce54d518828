import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The files of the CommonJS modules that this process has loaded, and of those that `import` has loaded as such. */
export function loadedFiles(): string[] {
  return Object.keys(createRequire(import.meta.filename).cache);
}

const apiFile = /^.*[\\/]node_modules[\\/]@opentelemetry[\\/]api[\\/]/;

/** The versions of the copies of `@opentelemetry/api` among files. */
export function apiVersionsAmong(files: readonly string[]): string[] {
  const folders = new Set(files.flatMap((file) => apiFile.exec(file)?.[0] ?? []));
  return [...folders].flatMap(readVersion);
}

function readVersion(folder: string): string[] {
  try {
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? [version] : [];
  } catch {
    return [];
  }
}
