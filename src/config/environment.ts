/**
 * The only file that reads `process.env`. Everyone else gets the snapshot, or one of the facts below.
 */

/** The environment variables of this process at one moment; frozen. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Takes a frozen snapshot of all environment variables. Never writes. */
export function readEnvironment(): Environment {
  return Object.freeze({ ...process.env });
}

/**
 * Gives the package manager that started this process, directly or through others, for a script (`npm start`) or
 * a command (`npx`): `npm`, `yarn`, `pnpm`, …; undefined where none did. The package manager's own process does
 * not see itself here.
 */
export function packageManagerName(environment: Environment): string | undefined {
  const isLifecycle = isFilled(environment['npm_lifecycle_event']) || isFilled(environment['npm_command']);
  // "npm/10.9.2 node/v22.15.0 linux x64 workspaces/false", for every package manager alike
  const name = /^[a-z][\w-]{0,31}(?=\/)/i.exec(environment['npm_config_user_agent'] ?? '')?.[0];
  return isLifecycle ? (name ?? 'npm') : undefined;
}

/** Gives the script that a package manager runs around this process: `start`, `test`, `postinstall`, … */
export function lifecycleScript(environment: Environment): string | undefined {
  const script = environment['npm_lifecycle_event'];
  return isFilled(script) ? script : undefined;
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

/**
 * Gives the trace header of the Lambda invocation that runs now. Read live: Lambda sets it anew before each one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function readLambdaTraceHeader(): string | undefined {
  return process.env['_X_AMZN_TRACE_ID'];
}
