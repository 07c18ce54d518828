import type { Environment } from '../../config/environment.ts';
import { failure, ok, type Outcome } from './finding.ts';
import type { Project } from './project.ts';
import { runProbe } from './run-probe.ts';

/** Dependencies that are traced, and the instrumentation that hooks each. */
const TRACED: readonly { readonly dependency: RegExp; readonly instrumentation: string }[] = [
  { dependency: /^express$/, instrumentation: 'express' },
  { dependency: /^pg$/, instrumentation: 'pg' },
  { dependency: /^pino$/, instrumentation: 'pino' },
  { dependency: /^winston$/, instrumentation: 'winston' },
  { dependency: /^@aws-sdk\/(?:client-|lib-dynamodb$)/, instrumentation: 'aws-sdk' },
  { dependency: /^aws-sdk$/, instrumentation: 'aws-sdk-v2' },
];

/** Before the name of a module that the probe failed to load. */
const CANNOT_LOAD = 'otel-xray-doctor cannot load ';

/** Where the check of the modules looks. */
export interface ModuleSurroundings {
  readonly project: Project;
  readonly folder: string;
  readonly environment: Environment;
  /** The package's preload, an absolute path. */
  readonly registerFile: string;
}

/**
 * Whether what the project depends on can be hooked: loads each such dependency in a traced process of its own, the
 * way the project would, and listens to what the instrumentations say.
 */
export async function checkModules({
  project,
  folder,
  environment,
  registerFile,
}: ModuleSurroundings): Promise<Outcome> {
  const modules = [
    { dependency: 'node:http', instrumentation: 'http' },
    ...project.dependencies.flatMap((dependency) =>
      TRACED.filter((traced) => traced.dependency.test(dependency)).map(({ instrumentation }) => ({
        dependency,
        instrumentation,
      })),
    ),
  ];
  const names = JSON.stringify(modules.map(({ dependency }) => dependency));
  const load = project.isModule ? 'await import(name)' : 'require(name)';
  const { stderr } = await runProbe(
    [
      '--require',
      registerFile,
      '-e',
      `(async () => {
        for (const name of ${names}) {
          try { ${load}; } catch { process.stderr.write('\\n${CANNOT_LOAD}' + name + '\\n'); }
        }
        process.exit();
      })();`,
    ],
    { folder, environment: quietly(environment) },
  );
  const unhooked = modules.filter(
    ({ dependency, instrumentation }) =>
      stderr.includes(`${CANNOT_LOAD}${dependency}\n`) ||
      // Modules share files, which are hooked for the first of them only: so whatever was said counts.
      !new RegExp(`(?:instrumentation-|otel-xray/)${instrumentation} Applying instrumentation patch`).test(stderr),
  );
  return describe(
    unhooked.map(({ dependency }) => dependency),
    modules.map(({ dependency }) => dependency),
  );
}

function describe(unhooked: readonly string[], all: readonly string[]): Outcome {
  if (unhooked.length === 0) return ok(`Hooks reach ${all.join(', ')}.`);
  return failure(
    `Hooks do not reach ${unhooked.join(', ')}.`,
    'Install it in a version that README.md names, leave it out of bundles (as "external"), and see OTEL_NODE_DISABLED_INSTRUMENTATIONS.',
  );
}

/** The project's own environment, but nothing is recorded or sent. */
function quietly(environment: Environment): Record<string, string | undefined> {
  return {
    ...environment,
    NODE_OPTIONS: '',
    OTEL_LOG_LEVEL: 'debug',
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_TRACES_SAMPLER: 'always_off',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
  };
}
