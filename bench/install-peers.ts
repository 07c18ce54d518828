import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { peerFolder, subjects } from './subjects.ts';

/** Installs what is missing of the named subjects' packages, into `bench/peers/NAME/node_modules`. */
export function installPeers(names: readonly string[]): void {
  for (const { name, peer } of subjects) {
    if (peer === undefined || !names.includes(name) || existsSync(path.join(peerFolder(peer), 'node_modules')))
      continue;
    console.log(`Installing ${name} …`);
    execFileSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: peerFolder(peer),
      stdio: 'inherit',
    });
  }
}
