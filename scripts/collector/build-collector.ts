import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { collectorBinary, collectorFolder } from './location.ts';

/** What to build, where, and with which environment. */
export interface BuildCollectorOptions {
  readonly manifest: string;
  readonly cache: string;
  /** Finds `go` by its PATH; `CI=true` makes a missing Go a failure. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How it went, with one sentence for people; a process should end with `exitCode`. */
export interface BuildCollectorResult {
  readonly outcome: 'cached' | 'built' | 'skipped' | 'failed';
  readonly message: string;
  readonly exitCode: 0 | 1;
}

/**
 * Builds the collector that the manifest describes with the OpenTelemetry Collector Builder, unless the cache holds
 * it already, and removes collectors of earlier manifests. Only a missing Go is skipped, and not in CI: a build
 * that fails is a failure everywhere.
 *
 * @see https://opentelemetry.io/docs/collector/extend/ocb/
 */
export function buildCollector({ manifest, cache, env }: BuildCollectorOptions): BuildCollectorResult {
  const folder = collectorFolder(manifest, cache);
  const binary = collectorBinary(folder);
  if (existsSync(binary))
    return { outcome: 'cached', message: `The collector is already built: ${binary}`, exitCode: 0 };
  if (spawnSync('go', ['version'], { env, stdio: 'ignore' }).error !== undefined) return withoutGo(env);

  mkdirSync(cache, { recursive: true });
  // Beside its final place, so that a build that is interrupted leaves nothing that looks finished.
  const workFolder = mkdtempSync(path.join(cache, 'building-'));
  try {
    const { status } = spawnSync('go', ['run', readBuilder(manifest), '--config', manifest], {
      cwd: workFolder,
      env: { ...env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: `${env['GOFLAGS'] ?? ''} -buildvcs=false`.trim() },
      stdio: 'inherit',
    });
    const built = collectorBinary(path.join(workFolder, 'dist'));
    if (status !== 0 || !existsSync(built)) {
      return {
        outcome: 'failed',
        message: 'The collector was not built; what the builder said stands above.',
        exitCode: 1,
      };
    }
    removeBuilt(cache);
    renameSync(built, collectorBinary(workFolder));
    rmSync(path.join(workFolder, 'dist'), { recursive: true });
    renameSync(workFolder, folder);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  return { outcome: 'built', message: `The collector is built: ${binary}`, exitCode: 0 };
}

function withoutGo(env: BuildCollectorOptions['env']): BuildCollectorResult {
  const subject = '"go" was not found on the PATH; building the collector needs Go 1.26 or later (https://go.dev/dl/).';
  return env['CI'] === 'true'
    ? { outcome: 'failed', message: `${subject} CI requires it.`, exitCode: 1 }
    : {
        outcome: 'skipped',
        message: `${subject} The build is skipped, and with it every test of the real collector.`,
        exitCode: 0,
      };
}

/** The builder in the version of the components: it refuses to mix them. */
function readBuilder(manifest: string): string {
  const [, version] = /^ {2}version: (\S+)$/m.exec(readFileSync(manifest, 'utf8')) ?? [];
  if (version === undefined)
    throw new Error(`"${manifest}" has no "dist.version"; expected the version of its components, such as 0.156.0.`);
  return `go.opentelemetry.io/collector/cmd/builder@v${version}`;
}

/** Leaves what another process is building just now. */
function removeBuilt(cache: string): void {
  for (const entry of readdirSync(cache)) {
    if (/^[0-9a-f]{16}$/.test(entry)) rmSync(path.join(cache, entry), { recursive: true });
  }
}
