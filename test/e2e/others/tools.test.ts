import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMatrixRun, testNodes } from '../../support/nodes.ts';
import { foreignLines, root } from '../../support/run-app.ts';
import { makeApp } from './make-app.ts';
import { runTraced } from './run-traced.ts';

const register = path.join(root, 'register.js');

/** Says whether anything of ours is in its process, and runs the application in one of its own. */
const runs = (more = ''): string => `
  const { spawnSync } = require('node:child_process');
  console.log('tool', Object.getOwnPropertySymbols(globalThis).filter((key) => /otel|opentelemetry/.test(String(key))).length);
  ${more || "spawnSync(process.execPath, ['records.cjs'], { stdio: 'inherit' });"}`;

const runsNext = (file: string, env = ''): string =>
  runs(
    `spawnSync(process.execPath, [require.resolve('${file}')], { stdio: 'inherit', env: { ...process.env, ${env} } });`,
  );

/** Shaped as the real ones: the same files, started one by the other in the same way. */
const tools = [
  { tool: 'npx', file: 'node_modules/npm/bin/npx-cli.js', files: {} },
  { tool: 'yarn', file: '.yarn/releases/yarn-4.5.3.cjs', files: {} },
  { tool: 'pnpm', file: 'node_modules/pnpm/bin/pnpm.cjs', files: {} },
  { tool: 'corepack', file: 'node_modules/corepack/dist/pnpm.js', files: {} },
  { tool: 'tsx', file: 'node_modules/tsx/dist/cli.cjs', files: {} },
  { tool: 'nodemon', file: 'node_modules/nodemon/bin/nodemon.js', files: {} },
  {
    tool: 'jest',
    file: 'node_modules/jest/bin/jest.js',
    files: {
      'node_modules/jest/bin/jest.js': runsNext('jest-worker/build/processChild.js'),
      'node_modules/jest-worker/build/processChild.js': runs(),
    },
  },
  {
    tool: 'pm2',
    file: 'node_modules/pm2/bin/pm2',
    files: {
      'node_modules/pm2/bin/pm2': runsNext('pm2/lib/Daemon.js'),
      'node_modules/pm2/lib/Daemon.js': runsNext(
        'pm2/lib/ProcessContainerFork.js',
        "pm_exec_path: process.cwd() + '/records.cjs'",
      ),
      'node_modules/pm2/lib/ProcessContainerFork.js': 'require(process.env.pm_exec_path);',
      'node_modules/pm2/package.json': '{"name":"pm2"}',
    },
  },
];

const traces = ['with-others internal own work', '  with-others client GET 200', '    with-others server GET 200'];

describe.each(testNodes())('Node $version', (node) => {
  it.each(tools)('$tool is left alone, and what it runs is traced', async ({ file, files }) => {
    const folder = makeApp({
      files: { [file]: runs(), ...files },
      apps: ['records.cjs'],
      packages: { '@opentelemetry/api': { from: '@opentelemetry/api' } },
    });
    const env = { NODE_OPTIONS: `--require ${register}`, OTEL_SERVICE_NAME: '' };
    const traced = await runTraced(node, folder, [file], env, []);
    expect(new Set(traced.run.stdout.trim().split('\n'))).toEqual(new Set(['tool 0']));
    expect(traced).toMatchObject({ run: { code: 0 }, traces, warnings: [] });
    expect(foreignLines(traced.run.stderr)).toEqual([]);
    expect(traced.run.stderr.match(/otel-xray \S+ on Node/g)).toHaveLength(1);
  });

  // Its own Node is the one that it is tested with.
  it.skipIf(isMatrixRun)('vitest is left alone, and what a test starts is traced', async () => {
    const test = `
      import { spawnSync } from 'node:child_process';
      import { expect, test } from 'vitest';
      test('runs the application', () => {
        expect(Object.getOwnPropertySymbols(globalThis).map(String)).not.toContain('Symbol(otel-xray.running)');
        expect(spawnSync(process.execPath, ['records.cjs']).status).toBe(0);
      });`;
    const folder = makeApp({
      files: { 'app.test.mjs': test },
      apps: ['records.cjs'],
      packages: { '@opentelemetry/api': { from: '@opentelemetry/api' } },
    });
    const bin = path.join(folder, 'node_modules/.bin/vitest');
    mkdirSync(path.dirname(bin));
    symlinkSync(path.join(root, 'node_modules/vitest/vitest.mjs'), bin);
    symlinkSync(path.join(root, 'node_modules/vitest'), path.join(folder, 'node_modules/vitest'));
    const env = { NODE_OPTIONS: `--require ${register}`, OTEL_SERVICE_NAME: '' };
    const traced = await runTraced(node, folder, [bin, 'run', '--reporter=dot', '--root', folder], env, []);
    expect(traced).toMatchObject({ run: { code: 0, stderr: '' }, traces });
  });
});
