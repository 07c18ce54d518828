import { existsSync } from 'node:fs';
import path from 'node:path';
import { fingerprintOf } from './manifest.ts';
import { type StandIn, standIns } from './stand-ins.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The manifest of the reduced real collector. */
export const collectorManifest: string = path.join(root, 'collector/builder-config.yaml');

/** Where collectors are built; git-ignored. */
export const collectorCache: string = path.join(root, '.cache/collector');

/** The folder of the collector of this manifest with these stand-ins; whatever changes in them leads to another. */
export function collectorFolder(manifest: string, cache: string, modules: readonly StandIn[]): string {
  return path.join(cache, fingerprintOf(manifest, modules));
}

/** The program inside a collector's folder, by the name in the manifest. */
export function collectorBinary(folder: string): string {
  return path.join(folder, process.platform === 'win32' ? 'xray-collector.exe' : 'xray-collector');
}

/** The collector that tests run: of the real modules alone where it was built so, else the one with stand-ins. */
export function findCollector(): string | undefined {
  const [real, withStandIns] = [[], standIns].map((modules) =>
    collectorBinary(collectorFolder(collectorManifest, collectorCache, modules)),
  );
  return [real, withStandIns].find((binary) => binary !== undefined && existsSync(binary));
}
