import { logs } from '@opentelemetry/api';

/**
 * Runs `make` while no provider of log records can be registered. NodeSDK registers one also where it was given no
 * processor for it, and the one that an application registers later would be refused.
 */
export function keepLogs(make: () => void): void {
  const register = logs.setGlobalLoggerProvider.bind(logs);
  logs.setGlobalLoggerProvider = () => false;
  try {
    make();
  } finally {
    logs.setGlobalLoggerProvider = register;
  }
}
