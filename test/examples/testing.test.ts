import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { linkPackage } from './run-example.ts';
import { root } from '../support/run-app.ts';

function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  // Not the environment of these tests: vitest would take itself for a part of them.
  const env = { PATH: process.env['PATH'] };
  const cwd = path.join(root, 'examples/testing');
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

test.each([
  ['node:test', ['--test', 'trace.test.js']],
  ['vitest', [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run']],
])(
  'the example’s tests with %s pass',
  async (_name, args) => {
    linkPackage();
    const { code, output } = await run(args);
    expect(code, output).toBe(0);
  },
  120_000,
);
