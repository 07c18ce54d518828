import { describe, expect, it } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { foreignLines, serveOne } from '../support/run-app.ts';

/** One request, one fetch and one http.get to a second server of the same process. */
const trace = [
  'users server GET /users/:id 200',
  '  users client GET 200',
  '    users server GET 200',
  '  users client GET 200',
  '    users server GET 200',
];

const flags = [
  { name: '--require', args: ['--require', './register'] },
  { name: '--import', args: ['--import', './package/register.mjs'] },
  { name: 'both flags', args: ['--require', './register', '--import', './package/register.mjs'] },
  { name: 'NODE_OPTIONS', args: [], env: { NODE_OPTIONS: '--require ./register' } },
  {
    name: 'NODE_OPTIONS and a flag',
    args: ['--require', './register'],
    env: { NODE_OPTIONS: '--import ./package/register.mjs' },
  },
];
const apps = ['express.cjs', 'express.mjs', 'dynamic-import.cjs'];

describe.each(testNodes())('Node $version', ({ version, binary }) => {
  const cases = flags.flatMap((flag) => apps.map((app) => ({ app, ...flag })));
  // Without module.registerHooks nothing tells of an import in a CommonJS application; Node 20 is out of support.
  const possible = cases.filter(({ app }) => !(version.startsWith('20.') && app === 'dynamic-import.cjs'));

  it.each(possible)('traces $app by $name, once', async ({ app, args, env }) => {
    await using receiver = await startReceiver();
    const { run, answer } = await serveOne(
      {
        node: binary,
        args: [...args, `test/e2e/apps/${app}`],
        env: { ...receiver.env, OTEL_SERVICE_NAME: 'users', ...env },
      },
      '/users/7',
    );

    expect({ status: answer.status, code: run.code }).toEqual({ status: 200, code: 0 });
    expect(drawTrace(receiver.spans())).toEqual(trace);
    expect(run.stdout).toMatch(/^\{"port":\d+\}\n$/);
    expect(run.stderr.match(/otel-xray \S+ on Node/g)).toHaveLength(1);
    const outOfSupport = run.stderr.match(/is out of support; expected 22\.15 or later/g) ?? [];
    expect(outOfSupport).toHaveLength(version.startsWith('20.') ? 1 : 0);
    expect(foreignLines(run.stderr)).toEqual([]);
  });
});
