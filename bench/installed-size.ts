import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OWN, peerFolder, subjects } from './subjects.ts';

/** What an installation brings. */
export interface InstalledSize {
  readonly subject: string;
  readonly megabytes: number;
  readonly packages: number;
}

const root = path.resolve(import.meta.dirname, '..');

/** Installs our package as a user would, and looks at it and at the installed peers. */
export function measureInstalledSizes(names: readonly string[]): InstalledSize[] {
  return subjects
    .filter(({ name, peer }) => names.includes(name) && (name === OWN || peer !== undefined))
    .map(({ name, peer }) => (peer === undefined ? measureOwn(name) : { subject: name, ...sizeOf(peerFolder(peer)) }));
}

function measureOwn(subject: string): InstalledSize {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-bench-'));
  try {
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: path.join(root, 'package'),
      encoding: 'utf8',
    });
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', `./${packed.trim()}`], { cwd: folder });
    return { subject, ...sizeOf(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizeOf(folder: string): { megabytes: number; packages: number } {
  let bytes = 0;
  let packages = 0;
  const visit = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (entry.isFile()) bytes += statSync(file).size;
    }
    if (/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*$/.test(directory) && existsSync(path.join(directory, 'package.json')))
      packages += 1;
  };
  visit(path.join(folder, 'node_modules'));
  return { megabytes: bytes / 1e6, packages };
}
