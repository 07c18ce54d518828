/**
 * Builds `package/`, the published package: CommonJS chunks with one copy of state, thin doors, types, a slim
 * manifest, licences and an SBOM of what is bundled. Run by `npm run build` and, after `npm ci`, by `prepare`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './build/bundle.ts';
import { writeLicences } from './build/licences.ts';
import { writeManifest } from './build/manifest.ts';
import { writeTypes } from './build/types.ts';

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'package');

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
const bundledPackages = await bundle(root, out);
for (const door of ['register.cjs', 'register.mjs']) {
  cpSync(path.join(root, 'src/register', door), path.join(out, door.replace('.cjs', '.js')));
}
writeTypes(root, out);
writeManifest(root, out);
writeLicences(root, out, bundledPackages);
for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE', 'SECURITY.md']) {
  cpSync(path.join(root, file), path.join(out, file));
}
// The command line must start on its own where the package is linked, not only where npm installed it.
execFileSync('chmod', ['+x', path.join(out, 'cli.js')]);
