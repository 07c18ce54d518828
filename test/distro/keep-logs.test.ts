import { logs } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { keepLogs } from '../../src/distro/keep-logs.ts';

const provider = { getLogger: () => ({ emit: () => {}, enabled: () => true }) };
afterEach(() => logs.disable());

describe('keepLogs', () => {
  it('leaves the place of the provider to the application', () => {
    keepLogs(() => void logs.setGlobalLoggerProvider({ getLogger: () => ({ emit: () => {}, enabled: () => false }) }));
    expect(logs.setGlobalLoggerProvider(provider)).toBe(true);
    expect(logs.getLoggerProvider()).toBe(provider);
  });

  it('gives it back also after a throw', () => {
    expect(() =>
      keepLogs(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    logs.setGlobalLoggerProvider(provider);
    expect(logs.getLoggerProvider()).toBe(provider);
  });
});
