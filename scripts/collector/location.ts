import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The manifest of the reduced real collector. */
export const collectorManifest: string = path.join(root, 'collector/builder-config.yaml');

/** Where collectors are built; git-ignored. */
export const collectorCache: string = path.join(root, '.cache/collector');

/** The folder of the collector that this manifest describes; another manifest has another folder. */
export function collectorFolder(manifest: string = collectorManifest, cache: string = collectorCache): string {
  const hash = createHash('sha256').update(readFileSync(manifest)).digest('hex').slice(0, 16);
  return path.join(cache, hash);
}

/** The program inside a collector's folder, by the name in the manifest. */
export function collectorBinary(folder: string = collectorFolder()): string {
  return path.join(folder, process.platform === 'win32' ? 'xray-collector.exe' : 'xray-collector');
}
