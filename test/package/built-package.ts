import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPackage } from '../../scripts/build/build-package.ts';
import type { BundledFile } from '../../scripts/build/bundle.ts';
import { root } from '../support/run-app.ts';

/** The published package, built for one test file outside of the repository. */
export interface BuiltPackage {
  /** The package's folder, as `npm run build` makes it. */
  readonly folder: string;
  readonly bundled: readonly BundledFile[];
  /** An empty folder beside it, for projects. */
  readonly workspace: string;
  remove(): Promise<void>;
}

/** Builds the package into a temporary folder; `remove` it at the end. */
export async function buildTemporarily(): Promise<BuiltPackage> {
  const workspace = await realpath(await mkdtemp(path.join(tmpdir(), 'otel-xray-package-')));
  const folder = path.join(workspace, 'package');
  return {
    folder,
    bundled: await buildPackage(root, folder),
    workspace,
    remove: () => rm(workspace, { recursive: true, force: true }),
  };
}

/** What `npm pack` made. */
export interface Tarball {
  readonly file: string;
  /** Paths of the packed files, relative to the package. */
  readonly paths: readonly string[];
}

/** Runs `npm pack`, as the release does. */
export async function pack({ folder, workspace }: BuiltPackage): Promise<Tarball> {
  const output = await npm(workspace, ['pack', folder, '--json', '--pack-destination', workspace]);
  const [packed] = JSON.parse(output) as { filename: string; files: { path: string }[] }[];
  if (!packed) throw new Error(`"npm pack" told of no package: ${output}`);
  return { file: path.join(workspace, packed.filename), paths: packed.files.map((file) => file.path) };
}

/** Runs npm on the Node of this test, without the settings of the npm that started the test. */
export async function npm(cwd: string, args: readonly string[]): Promise<string> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('npm_') || /^npm_config_(registry|cache|userconfig)$/.test(name),
  );
  const searchPath = [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);
  return run('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'], {
    cwd,
    env: { ...Object.fromEntries(inherited), PATH: searchPath },
  });
}

/** Runs a command to its end and gives its standard output; an exit code other than 0 is an error with all output. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code !== 0) throw new Error(`"${command} ${args.join(' ')}" ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** A file below a folder. */
export interface FoundFile {
  /** Relative to the folder, with forward slashes. */
  readonly name: string;
  readonly sizeBytes: number;
  text(): Promise<string>;
}

/** All files below a folder, sorted by name. */
export async function filesBelow(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const found = files.map(async (file) => ({
    name: path.relative(folder, file).replaceAll('\\', '/'),
    sizeBytes: (await stat(file)).size,
    text: () => readFile(file, 'utf8'),
  }));
  return (await Promise.all(found)).sort((a, b) => (a.name < b.name ? -1 : 1));
}
