import { describe, expect, it } from 'vitest';
import { shouldStandAside } from '../../src/register/stand-aside.ts';

const app = { argv: ['/usr/bin/node', '/srv/shop/app.js'] };

describe('shouldStandAside', () => {
  it.each([
    { OTEL_SDK_DISABLED: 'true' },
    { OTEL_SDK_DISABLED: ' True\n' },
    { AWS_XRAY_SDK_DISABLED: 'TRUE' },
    { AWS_XRAY_SDK_DISABLED: 'true', OTEL_SDK_DISABLED: 'false' },
  ])('switches off by %o', (environment) => {
    expect(shouldStandAside(environment, app)).toBe(true);
  });

  it.each([
    {},
    { OTEL_SDK_DISABLED: 'false' },
    { OTEL_SDK_DISABLED: '' },
    { OTEL_SDK_DISABLED: '1' },
    { AWS_XRAY_SDK_DISABLED: 'yes' },
    { otel_sdk_disabled: 'true' },
  ])('traces by %o', (environment) => {
    expect(shouldStandAside(environment, app)).toBe(false);
  });

  it.each([
    '/usr/bin/npm',
    '/usr/bin/npx',
    '/usr/lib/node_modules/npm/bin/npm-cli.js',
    '/usr/lib/node_modules/npm/bin/npx-cli.js',
    '/usr/local/bin/pnpm',
    '/usr/local/lib/node_modules/pnpm/bin/pnpm.cjs',
    '/usr/local/lib/node_modules/corepack/dist/corepack.js',
    '/usr/local/lib/node_modules/corepack/dist/yarn.js',
    '/root/.cache/node/corepack/v1/pnpm/9.15.0/bin/pnpm.cjs',
    '/root/.cache/node/corepack/v1/yarn/4.5.3/yarn.js',
    '/usr/local/bin/yarn',
    '/opt/yarn-v1.22.22/bin/yarn.js',
    '/srv/shop/.yarn/releases/yarn-4.5.3.cjs',
    '/srv/shop/.yarn/releases/yarn-berry.cjs',
  ])('leaves the package manager %s alone', (entry) => {
    expect(shouldStandAside({}, { argv: ['/usr/bin/node', entry] })).toBe(true);
  });

  it.each([
    '/srv/shop/node_modules/.bin/tsx',
    '/srv/shop/node_modules/tsx/dist/cli.mjs',
    '/srv/shop/node_modules/.bin/jest',
    '/srv/shop/node_modules/jest/bin/jest.js',
    '/srv/shop/node_modules/.pnpm/jest-worker@30.0.0/node_modules/jest-worker/build/processChild.js',
    '/srv/shop/node_modules/vitest/vitest.mjs',
    '/srv/shop/node_modules/vitest/dist/workers/forks.js',
    '/srv/shop/node_modules/tinypool/dist/entry/process.js',
    '/usr/local/bin/pm2',
    '/usr/local/bin/pm2-runtime',
    '/usr/local/lib/node_modules/pm2/lib/Daemon.js',
    'C:\\shop\\node_modules\\nodemon\\bin\\nodemon.js',
  ])('leaves the tool %s alone', (entry) => {
    expect(shouldStandAside({}, { argv: ['/usr/bin/node', entry] })).toBe(true);
  });

  it.each([
    '/srv/shop/npm.js',
    '/srv/shop/jest.js',
    '/srv/vitest/app.js',
    '/srv/pm2/server.js',
    '/usr/local/lib/node_modules/pm2/lib/ProcessContainer.js',
    '/usr/local/lib/node_modules/pm2/lib/ProcessContainerForkBun.js',
    '/srv/shop/yarn.js',
    '/srv/shop/bin/pnpm.cjs',
    '/srv/npm/server.js',
    '/srv/yarn-shop/app.js',
    '/srv/shop/node_modules/.bin/next',
    '/srv/shop/node_modules/pm2/lib/ProcessContainerFork.js',
    '/srv/shop',
    'npm-run-all',
    '',
  ])('traces the application %s', (entry) => {
    expect(shouldStandAside({}, { argv: ['/usr/bin/node', entry] })).toBe(false);
  });

  it('traces a process without an entry file', () => {
    expect(shouldStandAside({}, { argv: ['/usr/bin/node'] })).toBe(false);
  });
});
