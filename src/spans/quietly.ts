import { diag } from '@opentelemetry/api';

/**
 * Runs something of tracing that must not reach the application: what it throws is one debug line.
 *
 * @param subject What was tried, for the line.
 */
export function quietly(subject: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    // The application's own work goes on as if it were not traced.
    diag.debug(`"${subject}" failed inside tracing; the application is not affected.`, error);
  }
}
