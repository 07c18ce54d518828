import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A file of the console as it is sent. */
export interface StaticFile {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly bytes: Buffer;
}

/** The console's files by their path in URLs; undefined for what is none of them. */
export type StaticFiles = (urlPath: string) => StaticFile | undefined;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

const NOT_BUILT: StaticFile = {
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'no-store',
  bytes: Buffer.from(
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>otel-xray</title><p>The console is not built; "npm run build" builds it. The X-Ray API is here all the same.</p></html>\n',
  ),
};

/**
 * The files in a folder, found once: only what was there at the start can be asked for, so no path leads out of the
 * folder. Files below `assets/` carry a hash in their names and may be kept for ever. Without the folder, `/` is a page
 * that says so.
 */
export function createStaticFiles(folder: string | undefined): StaticFiles {
  const files = folder === undefined ? [] : listFiles(folder);
  if (folder === undefined || !files.includes('index.html')) {
    return (urlPath) => (urlPath === '/' ? NOT_BUILT : undefined);
  }
  const byPath = new Map(files.map((file) => [`/${file}`, path.join(folder, file)]));
  byPath.set('/', path.join(folder, 'index.html'));
  return (urlPath) => {
    const file = byPath.get(urlPath);
    return file === undefined ? undefined : readStatic(file, urlPath);
  };
}

function listFiles(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  } catch {
    return [];
  }
}

function readStatic(file: string, urlPath: string): StaticFile | undefined {
  try {
    return {
      contentType: CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream',
      cacheControl: urlPath.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      bytes: readFileSync(file),
    };
  } catch {
    return undefined;
  }
}
