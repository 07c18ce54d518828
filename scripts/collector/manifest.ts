import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { StandIn } from './stand-ins.ts';

/** The manifest's text with the stand-ins in the place of the modules that they stand in for. */
export function withStandIns(manifest: string, modules: readonly StandIn[]): string {
  if (modules.length === 0) return manifest;
  const lines = modules.map(({ module, folder }) => `  - ${module} => ${folder}\n`);
  return `${manifest}\nreplaces:\n${lines.join('')}`;
}

/** The version of the collector's components, which the builder must have too: it refuses to mix them. */
export function versionOf(manifestPath: string): string {
  const [, version] = /^ {2}version: (\S+)$/m.exec(readFileSync(manifestPath, 'utf8')) ?? [];
  if (version === undefined)
    throw new Error(
      `"${manifestPath}" has no "dist.version"; expected the version of its components, such as 0.156.0.`,
    );
  return version;
}

/** 16 hex digits that change with the manifest and with any file of the stand-ins. */
export function fingerprintOf(manifestPath: string, modules: readonly StandIn[]): string {
  const hash = createHash('sha256').update(readFileSync(manifestPath));
  for (const { module, folder } of modules) {
    for (const file of filesOf(folder)) {
      hash.update(`\0${module}/${file.replaceAll(path.sep, '/')}\0`).update(readFileSync(path.join(folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();
}
