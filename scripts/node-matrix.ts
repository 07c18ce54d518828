import path from 'node:path';

/** The Node versions on which the preload is tested as a real process, beside the pinned one. */
export const matrix = ['20.20.2', '22.15.0', '22.23.3', '26.10.0'] as const;

/** A Node that the preload must leave alone, with one line; tested beside {@link matrix}. */
export const unsupportedNode = '18.20.8';

/** Where these versions are installed by `npm run nodes`. */
export function nodeBinary(version: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  return path.resolve(import.meta.dirname, '../.cache/nodes', version, 'node_modules', name, 'bin/node');
}
