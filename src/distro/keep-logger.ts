import { diag } from '@opentelemetry/api';

/**
 * Runs `make` while nothing can replace the logger of diagnostics, and gives its result. With `OTEL_LOG_LEVEL` set,
 * NodeSDK installs a console logger, which writes to the application's stdout.
 */
export function keepLogger<Made>(make: () => Made): Made {
  const { setLogger } = diag;
  diag.setLogger = () => false;
  try {
    return make();
  } finally {
    diag.setLogger = setLogger;
  }
}
