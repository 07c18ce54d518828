import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from '../../support/run-app.ts';

/** What an application's folder holds. */
export interface AppContents {
  /** Files of `apps/` to copy, or their text, by their names in the folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly apps?: readonly string[];
  /** Packages to install: the text of their files, or a package of this repository to copy. */
  readonly packages?: Readonly<Record<string, Readonly<Record<string, string>> | { readonly from: string }>>;
  /** `pnpm`: packages lie in a store, linked. */
  readonly layout?: 'npm' | 'pnpm';
}

/** Makes an application outside of this repository's tree, which is gone after the test. */
export function makeApp({ files = {}, apps = [], packages = {}, layout = 'npm' }: AppContents): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'otel-xray-others-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const app of apps) cpSync(path.join(import.meta.dirname, 'apps', app), path.join(folder, app));
  writeFiles(folder, { 'package.json': '{"name":"with-others"}', ...files });
  for (const [name, contents] of Object.entries(packages)) install(folder, name, contents, layout);
  return folder;
}

function install(
  folder: string,
  name: string,
  contents: Readonly<Record<string, string>> | { readonly from: string },
  layout: 'npm' | 'pnpm',
): void {
  const place = path.join(folder, 'node_modules', name);
  const real =
    layout === 'npm'
      ? place
      : path.join(folder, 'node_modules/.pnpm', `${name.replace('/', '+')}@1.0.0`, 'node_modules', name);
  mkdirSync(path.dirname(place), { recursive: true });
  if (typeof contents['from'] === 'string') {
    cpSync(path.join(root, 'node_modules', contents['from']), real, {
      recursive: true,
      filter: (file) => !/\.(?:map|ts|cts|mts)$|[\\/](?:esm|esnext)$/.test(file),
    });
  } else {
    writeFiles(real, contents);
  }
  if (real !== place) symlinkSync(real, place);
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}
