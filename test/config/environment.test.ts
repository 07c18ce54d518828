import { afterEach, describe, expect, it, vi } from 'vitest';
import { lifecycleScript, packageManagerName, readEnvironment } from '../../src/config/environment.ts';

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

describe('packageManagerName', () => {
  it.each([
    [{}, undefined],
    [{ npm_config_user_agent: 'npm/10.9.2 node/v22.15.0 linux x64' }, undefined],
    [{ npm_lifecycle_event: 'start' }, 'npm'],
    [{ npm_lifecycle_event: '' }, undefined],
    [{ npm_lifecycle_event: 'start', npm_config_user_agent: 'npm/10.9.2 node/v22.15.0' }, 'npm'],
    [{ npm_lifecycle_event: 'test', npm_config_user_agent: 'pnpm/9.0.0 npm/? node/v22' }, 'pnpm'],
    [{ npm_lifecycle_event: 'test', npm_config_user_agent: 'yarn/1.22.22 npm/? node/v22' }, 'yarn'],
    [{ npm_command: 'exec', npm_config_user_agent: '../x' }, 'npm'],
  ])('of %j is %s', (environment, name) => {
    expect(packageManagerName(environment)).toBe(name);
  });
});

describe('lifecycleScript', () => {
  it('is the script that the package manager runs', () => {
    expect(lifecycleScript({ npm_lifecycle_event: 'postinstall' })).toBe('postinstall');
    expect(lifecycleScript({ npm_lifecycle_event: ' ' })).toBeUndefined();
    expect(lifecycleScript({})).toBeUndefined();
  });
});
