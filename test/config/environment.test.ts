import { afterEach, describe, expect, it, vi } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('readEnvironment', () => {
  it('is a frozen snapshot that later changes do not reach', () => {
    vi.stubEnv('OTEL_XRAY_TEST_ONLY', 'before');
    const environment = readEnvironment();
    vi.stubEnv('OTEL_XRAY_TEST_ONLY', 'after');
    expect(environment['OTEL_XRAY_TEST_ONLY']).toBe('before');
    expect(Object.isFrozen(environment)).toBe(true);
  });
});
