import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { collectorBinary, collectorFolder } from './location.ts';
import { versionOf, withStandIns } from './manifest.ts';
import type { StandIn } from './stand-ins.ts';

/** What to build, where, and with which environment. */
export interface BuildCollectorOptions {
  readonly manifest: string;
  /** None: every module is the real one, and all of them must be had. */
  readonly standIns: readonly StandIn[];
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

/** Beside the program: what the builder was told. */
const MANIFEST = 'builder-config.yaml';

/**
 * Builds the collector that the manifest describes with the OpenTelemetry Collector Builder, unless the cache holds
 * it already, and removes the collector that was built before. Only a missing Go is skipped, and not in CI: a build
 * that fails is a failure everywhere.
 *
 * @see https://opentelemetry.io/docs/collector/extend/ocb/
 */
export function buildCollector({ manifest, standIns, cache, env }: BuildCollectorOptions): BuildCollectorResult {
  const folder = collectorFolder(manifest, cache, standIns);
  const what = describe(standIns);
  if (existsSync(collectorBinary(folder)))
    return { outcome: 'cached', message: `The collector is already built, ${what}: ${folder}`, exitCode: 0 };
  if (spawnSync('go', ['version'], { env, stdio: 'ignore' }).error !== undefined) return withoutGo(env);

  mkdirSync(cache, { recursive: true });
  // Beside its final place, so that a build that is interrupted leaves nothing that looks finished.
  const workFolder = mkdtempSync(path.join(cache, 'building-'));
  try {
    writeFileSync(path.join(workFolder, MANIFEST), withStandIns(readFileSync(manifest, 'utf8'), standIns));
    const builder = `go.opentelemetry.io/collector/cmd/builder@v${versionOf(manifest)}`;
    const { status } = spawnSync('go', ['run', builder, '--config', MANIFEST], {
      cwd: workFolder,
      env: { ...env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: `${env['GOFLAGS'] ?? ''} -buildvcs=false`.trim() },
      stdio: 'inherit',
    });
    const built = collectorBinary(path.join(workFolder, 'dist'));
    if (status !== 0 || !existsSync(built)) {
      return {
        outcome: 'failed',
        message: `The collector was not built, ${what}; what the builder said stands above.`,
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
  return { outcome: 'built', message: `The collector is built, ${what}: ${folder}`, exitCode: 0 };
}

/** Which modules are not the real ones, for whoever reads the output. */
function describe(standIns: readonly StandIn[]): string {
  if (standIns.length === 0) return 'of the real modules alone';
  const names = standIns.map(({ module }) => module.replace(/^.*?-contrib\//, ''));
  return `with stand-ins of ours for ${names.join(' and ')} (every other module is the real one)`;
}

function withoutGo(env: BuildCollectorOptions['env']): BuildCollectorResult {
  const subject = '"go" was not found on the PATH; building the collector needs Go 1.25 or later (https://go.dev/dl/).';
  return env['CI'] === 'true'
    ? { outcome: 'failed', message: `${subject} CI requires it.`, exitCode: 1 }
    : {
        outcome: 'skipped',
        message: `${subject} The build is skipped, and with it every test of the real collector.`,
        exitCode: 0,
      };
}

/** Leaves what another process is building just now. */
function removeBuilt(cache: string): void {
  for (const entry of readdirSync(cache)) {
    if (/^[0-9a-f]{16}$/.test(entry)) rmSync(path.join(cache, entry), { recursive: true });
  }
}
