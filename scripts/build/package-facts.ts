import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** What a bundled package says of itself. */
export interface PackageFacts {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression: https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/ */
  readonly licence: string;
  /** The texts of its licence, notice and copying files. */
  readonly texts: readonly string[];
}

/** The folders under node_modules that hold the given module files, sorted; our own sources have none. */
export function packageFolders(modules: readonly string[]): string[] {
  const folders = modules.flatMap(
    (module) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(module)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

/**
 * Reads the manifest and the licence files of an installed package.
 *
 * @throws Error when the package names no licence or ships no text of it: what is bundled without its licence may
 * not be published, so the build ends until someone has decided
 */
export function readPackageFacts(folder: string): PackageFacts {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string | { type: string };
  };
  const { name, version, license } = manifest;
  const licence = typeof license === 'object' ? license.type : license;
  if (licence === undefined) throw new Error(`"${name}" names no licence in its package.json; it cannot be bundled.`);
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)(\.(md|txt))?$/i.test(entry.name))
    .map((entry) => readFileSync(path.join(folder, entry.name), 'utf8').replaceAll('\r\n', '\n').trim())
    .filter((text) => text !== '');
  if (texts.length === 0) throw new Error(`"${name}" ships no licence text (${licence}); it cannot be bundled.`);
  return { name, version, licence, texts };
}
