/** What one check of `otel-xray doctor` found. */
export interface Finding {
  /** A stable name for scripts: `collector-port`. */
  readonly check: string;
  /** `warning`: tracing works, but something is worth knowing; `skipped`: could not be checked, because another failed. */
  readonly status: 'ok' | 'warning' | 'failure' | 'skipped';
  /** One sentence on what was found. */
  readonly message: string;
  /** One sentence on what to do; absent where there is nothing to do. */
  readonly remedy?: string;
}

/** What a check gives; its name is known to whoever runs it. */
export type Outcome = Omit<Finding, 'check'>;

/** A finding without a fault. */
export function ok(message: string): Outcome {
  return { status: 'ok', message };
}

/** A finding that keeps traces from X-Ray, and what to do. */
export function failure(message: string, remedy: string): Outcome {
  return { status: 'failure', message, remedy };
}

/** A finding that is worth knowing, and what to do. */
export function warning(message: string, remedy: string): Outcome {
  return { status: 'warning', message, remedy };
}

/** Why something could not be checked. */
export function skipped(message: string): Outcome {
  return { status: 'skipped', message };
}
