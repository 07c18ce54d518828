import type { NodeSDK } from '@opentelemetry/sdk-node';

/**
 * Keeps an SDK that was given no processor of log records from making a provider of them: from the environment, where
 * upstream's default is to send them, and where an application registers its own later, that would be refused.
 */
export function keepFromLogs(sdk: NodeSDK): void {
  Object.assign(sdk, { configureLoggerProviderFromEnv: () => {} });
}
