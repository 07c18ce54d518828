import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { foreignLines, root, serveOne } from '../support/run-app.ts';

const flags = [
  { flag: '--require', args: ['--require', './register'], env: {} },
  { flag: '--import', args: ['--import', './package/register.mjs'], env: {} },
  { flag: 'NODE_OPTIONS', args: [], env: { NODE_OPTIONS: '--require ./register' } },
];
const apps = [
  { app: 'worker-thread.cjs', body: 'from a thread', trace: ['children server GET 200'] },
  { app: 'worker-thread.mjs', body: 'from a thread', trace: ['children server GET / 200'] },
  { app: 'fork.cjs', body: 'from a fork', trace: ['children server GET 200'] },
  { app: 'cluster.cjs', body: 'from a cluster', trace: ['children server GET 200'] },
];

describe.each(testNodes())('Node $version', ({ version, binary }) => {
  it.each(flags.flatMap((flag) => apps.map((app) => ({ ...app, ...flag }))))(
    'traces $app by $flag, and only the parent introduces itself',
    async ({ app, args, env, body, trace }) => {
      await using receiver = await startReceiver();
      const { run, answer } = await serveOne(
        {
          node: binary,
          args: [...args, `test/e2e/apps/${app}`],
          env: { ...receiver.env, OTEL_SERVICE_NAME: 'children', ...env },
        },
        '/',
      );

      expect({ body: answer.body, code: run.code, says: foreignLines(run.stderr) }).toEqual({
        body,
        code: 0,
        says: [],
      });
      expect(drawTrace(receiver.spans())).toEqual(trace);
      expect(run.stderr.match(/otel-xray \S+ on Node/g)).toHaveLength(1);
      expect(run.stderr.match(/ warn: /g) ?? []).toHaveLength(version.startsWith('20.') ? 1 : 0);
    },
  );

  it.each([
    { manager: 'npm run', command: ['npm', 'run', '--silent', 'start'] },
    { manager: 'npm exec', command: ['npm', 'exec', '--silent', '--offline', '--call', 'node app.cjs'] },
  ])('traces the script that $manager runs, and npm says nothing of it', async ({ command: [npm = '', ...args] }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-npm-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(
      path.join(folder, 'package.json'),
      JSON.stringify({ name: 'by-npm', scripts: { start: 'node app.cjs' } }),
    );
    writeFileSync(
      path.join(folder, 'app.cjs'),
      `require(${JSON.stringify(path.join(root, 'test/e2e/apps/one-request.cjs'))});`,
    );
    await using receiver = await startReceiver();
    const { run, answer } = await serveOne(
      {
        node: npm,
        args,
        cwd: folder,
        env: {
          ...receiver.env,
          PATH: `${path.dirname(binary)}:${process.env['PATH']}`,
          HOME: folder,
          NODE_OPTIONS: `--require ${path.join(root, 'register.js')}`,
          npm_config_update_notifier: 'false',
        },
      },
      '/',
    );

    expect({ body: answer.body, code: run.code, says: foreignLines(run.stderr) }).toEqual({
      body: 'served',
      code: 0,
      says: [],
    });
    expect(drawTrace(receiver.spans())).toEqual(['by-npm server GET 200']);
    expect(run.stderr.match(/otel-xray \S+ on Node/g)).toHaveLength(1);
  });
});
