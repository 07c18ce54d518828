import { context, logs, propagation } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { afterEach, expect, it, vi } from 'vitest';
import { keepFromLogs } from '../../src/distro/keep-from-logs.ts';

const provider = { getLogger: () => ({ emit: () => {}, enabled: () => true }) };
afterEach(() => {
  logs.disable();
  context.disable();
  propagation.disable();
  vi.unstubAllEnvs();
});

function startedSdk(prepare: (sdk: NodeSDK) => void): NodeSDK {
  vi.stubEnv('OTEL_LOGS_EXPORTER', 'console');
  const sdk = new NodeSDK({ autoDetectResources: false, metricReaders: [], spanProcessors: [] });
  prepare(sdk);
  sdk.start();
  return sdk;
}

it("An SDK that is kept from logs leaves the provider's place to the application", async () => {
  const sdk = startedSdk(keepFromLogs);
  expect(logs.setGlobalLoggerProvider(provider)).toBe(true);
  expect(logs.getLoggerProvider()).toBe(provider);
  await sdk.shutdown();
});

it('An SDK that is not takes it', async () => {
  const sdk = startedSdk(() => {});
  expect(logs.getLoggerProvider()).not.toBe(provider);
  logs.setGlobalLoggerProvider(provider);
  expect(logs.getLoggerProvider()).not.toBe(provider);
  await sdk.shutdown();
});
