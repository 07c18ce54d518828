import { describe, expect, it } from 'vitest';
import { nodeBinary, unsupportedNode } from '../../scripts/node-matrix.ts';
import { isMatrixRun } from '../support/nodes.ts';
import { runApp } from '../support/run-app.ts';

describe.skipIf(!isMatrixRun)(`Node ${unsupportedNode}`, () => {
  const node = nodeBinary(unsupportedNode);
  const line = `otel-xray: warn: Node ${unsupportedNode} is not supported; expected 22.15 or later. This process is not traced.\n`;

  it.each([
    { door: '--require', args: ['--require', './register'], env: {} },
    { door: '--import', args: ['--import', './package/register.mjs'], env: {} },
    { door: 'NODE_OPTIONS', args: [], env: { NODE_OPTIONS: '--require ./register' } },
  ])('runs an application as it is by $door, with one line', async ({ args, env }) => {
    const run = await runApp({ node, args: [...args, 'test/e2e/apps/nothing.cjs'], env });

    expect(run).toEqual({ code: 3, signal: null, stdout: 'app\n', stderr: line });
  });

  it('is not patched', async () => {
    const app = 'test/e2e/apps/report-patches.cjs';
    const bare = await runApp({ node, args: [app] });
    const run = await runApp({ node, args: ['--require', './register', app] });

    const { report } = JSON.parse(bare.stdout) as { report: unknown };
    expect(JSON.parse(run.stdout)).toEqual({ report, loaded: ['register.js'] });
  });
});
