import type { DiagLogger } from '@opentelemetry/api';
import { variables } from '../config/variables.ts';

/** What a copy of `@opentelemetry/api` says when something is registered already. */
const SECOND_REGISTRATION =
  /@opentelemetry\/api: (?:Attempted duplicate registration of API:|Registration of version \S+ for) (\w+)/;

/** What it says before it registers a logger of its own, or does not. */
const SECOND_LOGGER = 'Current logger will be overwritten from ';
/** What is told in one line, with the spans. */
const TOLD = new Set(['context', 'propagation', 'diag']);

/**
 * A logger that leaves out what the SDK says of variables of our own table. NodeSDK reads some of them beside us, to
 * no effect; what is wrong with them is said once and in our words. A second SDK in the process is left out, too:
 * upstream says it in up to five messages with stacks.
 *
 * @param onSecondSdk is called where one could not register
 */
export function withoutSdkComplaints(logger: DiagLogger, onSecondSdk: () => void): DiagLogger {
  const names = new Set(variables.map(({ name }) => name));
  const isComplaint = (message: unknown): boolean => {
    if (typeof message !== 'string') return false;
    if (message.startsWith(SECOND_LOGGER)) return true;
    const name = /^(?:Unknown value .* for )?(OTEL_[A-Z_]+)(?:,| \()/.exec(message)?.[1];
    return name === undefined ? message.startsWith('Unknown log level "') : names.has(name);
  };
  return {
    ...logger,
    warn: (message, ...rest) => void (isComplaint(message) || logger.warn(message, ...rest)),
    error(message, ...rest) {
      const api = SECOND_REGISTRATION.exec(message)?.[1];
      if (api === 'trace') onSecondSdk();
      else if (api === undefined || !TOLD.has(api)) logger.error(message, ...rest);
    },
  };
}
