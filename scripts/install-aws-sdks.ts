/** Installs the versions of AWS SDK v3 that are tested into `.cache/aws-sdks/`, two at a time. `npm run aws-sdks`. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { awsSdkFolder, awsSdkPackages, awsSdks } from './aws-sdk-matrix.ts';

const run = promisify(execFile);
const waiting = awsSdks.filter((version) => !existsSync(awsSdkFolder(version)));

async function installWaiting(): Promise<void> {
  for (let version = waiting.shift(); version !== undefined; version = waiting.shift()) await install(version);
}

/** A folder has its name only once it is whole. */
async function install(version: string): Promise<void> {
  const folder = awsSdkFolder(version);
  const growing = path.join(path.dirname(folder), `growing-${version}`);
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(growing, { recursive: true });
  writeFileSync(path.join(growing, 'package.json'), '{ "private": true }\n');
  const packages = awsSdkPackages.map((name) => `@aws-sdk/${name}@${version}`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--no-package-lock', '--prefer-offline'];
  await run('npm', ['install', ...flags, ...packages], { cwd: growing });
  renameSync(growing, folder);
}

await Promise.all([installWaiting(), installWaiting()]);
