import { chmodSync, copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundle, type BundledFile } from './bundle.ts';
import { writeCollector } from './collector.ts';
import { buildConsole } from './console.ts';
import { writeDocuments } from './documents.ts';
import { writeLicences } from './licences.ts';
import { writeManifest } from './manifest.ts';
import { packageFolders, readPackageFacts } from './package-facts.ts';
import { writeSbom } from './sbom.ts';
import { writeTypes } from './types.ts';

/**
 * Builds the published package into `out`: CommonJS chunks with one copy of state, thin doors, types, a slim
 * manifest, the console of the local X-Ray, licences and an SBOM of what is bundled. The folder changes in one step,
 * after everything succeeded.
 *
 * @returns what was bundled, file by file
 */
export async function buildPackage(root: string, out: string): Promise<BundledFile[]> {
  // Beside the target, because a folder can only be renamed within its file system.
  const draft = mkdtempSync(path.join(path.dirname(out), '.package-'));
  try {
    const files = await writePackage(root, draft);
    rmSync(out, { recursive: true, force: true });
    renameSync(draft, out);
    return files;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function writePackage(root: string, out: string): Promise<BundledFile[]> {
  const files = [...(await bundle(root, out)), ...(await buildConsole(root, out))];
  copyFileSync(path.join(root, 'src/register/register.cjs'), path.join(out, 'register.js'));
  copyFileSync(path.join(root, 'src/register/register.mjs'), path.join(out, 'register.mjs'));
  const bundled = packageFolders(files.flatMap(({ modules }) => modules)).map(readPackageFacts);
  const { version, repository } = writeManifest(root, out);
  writeTypes(root, out);
  writeLicences(out, bundled);
  writeSbom(out, version, bundled);
  writeDocuments(root, out, repository);
  writeCollector(root, out);
  // mkdtemp gave the folder to its owner alone, and the command line must start where the package is only linked.
  chmodSync(out, 0o755);
  chmodSync(path.join(out, 'cli.js'), 0o755);
  return files;
}
