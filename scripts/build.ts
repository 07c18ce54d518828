/**
 * Builds `package/`, the published package. Run by `npm run build` and, after `npm ci`, by `prepare`.
 * `node scripts/build.ts <folder>` builds into another folder instead, whose content it replaces.
 */
import path from 'node:path';
import { buildPackage } from './build/build-package.ts';

const root = path.resolve(import.meta.dirname, '..');
await buildPackage(root, path.resolve(process.argv[2] ?? path.join(root, 'package')));
