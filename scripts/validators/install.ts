/**
 * Installs what the deployment files are checked with: tools of Python into an environment of their own, the schemas of
 * the compose specification and of the OpenTelemetry operator from their Go modules, and kustomize, built from its.
 * `npm run validators`. Without Python or Go it says so and
 * leaves it, but in CI that is a failure.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  areValidatorsInstalled,
  collectorResource,
  composeModule,
  composeSchema,
  kustomize,
  kustomizeModule,
  operatorModule,
  validatorProgram,
  validatorRequirements,
  validatorsFolder,
} from './location.ts';

process.exitCode = install();

function install(): 0 | 1 {
  if (areValidatorsInstalled()) {
    console.log('The validators are already installed.');
    return 0;
  }
  const missing = ['python3', 'go'].filter(
    (name) => spawnSync(name, ['version'], { stdio: 'ignore' }).error !== undefined,
  );
  if (missing.length > 0) {
    console.log(
      `${missing.map((name) => `"${name}"`).join(' and ')} was not found on the PATH; the deployment files are not checked.`,
    );
    return process.env['CI'] === 'true' ? 1 : 0;
  }
  rmSync(path.dirname(validatorsFolder), { recursive: true, force: true });
  mkdirSync(validatorsFolder, { recursive: true });
  run('python3', ['-m', 'venv', path.join(validatorsFolder, 'venv')]);
  run(validatorProgram('pip'), [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    validatorRequirements,
  ]);
  run('go', ['install', kustomizeModule], { GOBIN: path.dirname(kustomize), GOFLAGS: '', CGO_ENABLED: '0' });
  const definition = 'config/crd/bases/opentelemetry.io_opentelemetrycollectors.yaml';
  copyFileSync(path.join(download(operatorModule), definition), collectorResource);
  // Last, for it says that everything is there.
  copyFileSync(path.join(download(composeModule), 'schema/compose-spec.json'), composeSchema);
  console.log('The validators are installed.');
  return 0;
}

/** Gives the folder of a Go module. */
function download(module: string): string {
  return (JSON.parse(run('go', ['mod', 'download', '-json', module])) as { Dir: string }).Dir;
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { status, stdout } = spawnSync(command, args, {
    cwd: validatorsFolder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed; what it said stands above.`);
  return stdout;
}
