/** Installs the Node versions of the test matrix into `.cache/nodes/`, from the npm registry. `npm run nodes`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { matrix, nodeBinary, unsupportedNode } from './node-matrix.ts';

for (const version of [...matrix, unsupportedNode]) {
  const binary = nodeBinary(version);
  if (existsSync(binary)) continue;
  const folder = path.resolve(path.dirname(binary), '../../..');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const name = `node-${process.platform}-${process.arch}`;
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', `${name}@${version}`], {
    cwd: folder,
    stdio: 'inherit',
  });
}
