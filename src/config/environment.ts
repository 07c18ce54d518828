/**
 * The only file that reads `process.env`. Everyone else gets the snapshot, or the one fact below that changes.
 */

/** The environment variables of this process at one moment; frozen. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Takes a frozen snapshot of all environment variables. Never writes. */
export function readEnvironment(): Environment {
  return Object.freeze({ ...process.env });
}

/**
 * Gives the trace header of the Lambda invocation that runs now. Read live: Lambda sets it anew before each one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function readLambdaTraceHeader(): string | undefined {
  return process.env['_X_AMZN_TRACE_ID'];
}
