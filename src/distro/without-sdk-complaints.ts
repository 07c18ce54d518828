import type { DiagLogger } from '@opentelemetry/api';
import { variables } from '../config/variables.ts';

/**
 * A logger that leaves out what the SDK says of variables of our own table. NodeSDK reads some of them beside us, to
 * no effect; what is wrong with them is said once and in our words.
 */
export function withoutSdkComplaints(logger: DiagLogger): DiagLogger {
  const names = new Set(variables.map(({ name }) => name));
  const isComplaint = (message: unknown): boolean => {
    if (typeof message !== 'string') return false;
    const name = /^(?:Unknown value .* for )?(OTEL_[A-Z_]+)(?:,| \()/.exec(message)?.[1];
    return name === undefined ? message.startsWith('Unknown log level "') : names.has(name);
  };
  return { ...logger, warn: (message, ...rest) => void (isComplaint(message) || logger.warn(message, ...rest)) };
}
