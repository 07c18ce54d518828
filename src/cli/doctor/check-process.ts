import type { Config } from '../../config/config.ts';
import type { Environment } from '../../config/environment.ts';
import { quoteValue } from '../../config/printable.ts';
import { outOfSupport, supportedNode } from '../../distro/node-support.ts';
import { failure, ok, type Outcome, warning } from './finding.ts';
import type { Project } from './project.ts';
import { runProbe } from './run-probe.ts';

/**
 * Whether this Node is one that is supported.
 *
 * @param version `process.versions.node`
 */
export function checkNode(version: string): Outcome {
  return outOfSupport(version) === undefined
    ? ok(`Node ${version} is supported.`)
    : failure(`Node ${version} is out of support.`, `Use Node ${supportedNode} or later.`);
}

/** Says what is wrong with variables; each is a line that the traced process would print too. */
export function checkConfig(problems: readonly { readonly message: string }[]): Outcome {
  const [first, ...more] = problems;
  if (first === undefined) return ok('Every variable that otel-xray reads has a legal value.');
  const others = more.length === 0 ? '' : ` And ${more.length} more.`;
  return warning(`${first.message}${others}`, 'Correct the variable; docs/configuration.md lists all.');
}

/** Where the check of the preload looks. */
export interface PreloadSurroundings {
  readonly config: Pick<Config, 'enabled'>;
  readonly project: Project;
  readonly folder: string;
  readonly environment: Environment;
}

const REGISTER = 'otel-xray/register';
const PROBE = "process.stdout.write(String(Symbol.for('otel-xray.running') in globalThis))";

/** Whether Node processes that start in this folder with this environment are traced. */
export async function checkPreload({ config, project, folder, environment }: PreloadSurroundings): Promise<Outcome> {
  if (!config.enabled) {
    return failure(
      'Tracing is switched off by OTEL_SDK_DISABLED or AWS_XRAY_SDK_DISABLED.',
      'Remove the variable, or set it to false.',
    );
  }
  const { code, stdout, stderr } = await runProbe(['-e', PROBE], {
    folder,
    environment: { ...environment, OTEL_LOG_LEVEL: 'none' },
  });
  if (code !== 0) {
    const line = stderr.split('\n').find((text) => /error/i.test(text)) ?? stderr.split('\n', 1)[0] ?? '';
    return failure(
      `Node does not start with NODE_OPTIONS ${quoteValue(environment['NODE_OPTIONS'] ?? '')}: ${quoteValue(line.trim())}.`,
      'Install otel-xray in this project ("npm install otel-xray"), and look for a slip in NODE_OPTIONS.',
    );
  }
  if (stdout === 'true') return ok('NODE_OPTIONS loads otel-xray into every Node process.');
  const script = Object.entries(project.scripts).find(([, command]) => command.includes(REGISTER))?.[0];
  if (script !== undefined) return ok(`The script ${quoteValue(script)} of package.json loads otel-xray.`);
  return failure(
    'Nothing loads otel-xray: neither NODE_OPTIONS nor a script of package.json.',
    `Start with "node --require ${REGISTER} app.js", or set NODE_OPTIONS="--require ${REGISTER}".`,
  );
}

/** Whether the region is known, which AWS SDKs need, and the collector where it shares this environment. */
export function checkRegion(environment: Environment): Outcome {
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? '';
  return region === ''
    ? warning(
        'Neither AWS_REGION nor AWS_DEFAULT_REGION is set.',
        'Set AWS_REGION here and for the collector, so that all speak of the same X-Ray.',
      )
    : ok(`The region is ${quoteValue(region)}.`);
}
