import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SpanRecord } from '../../src/translator/index.ts';
import { drawTrace } from '../support/draw-trace.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { foreignLines, root } from '../support/run-app.ts';
import { startService } from '../support/start-service.ts';

/** What is asked for, and the one span that tells of it: name, status, and the types of recorded exceptions. */
const rows: { readonly path: string; readonly span: string }[] = [
  { path: '/', span: 'GET / 200' },
  { path: '/users/7', span: 'GET /users/:id 200' },
  { path: '/USERS/7/?verbose=1', span: 'GET /users/:id 200' },
  { path: '/reports/2026', span: 'GET /reports/:year 200' },
  { path: '/two/3', span: 'GET /one,/two/:id 200' },
  { path: '/v12', span: String.raw`GET /^\/v\d+$/ 200` },
  // Passed on by a route to the next one.
  { path: '/either/1', span: 'GET /either/:second,/skipped/:second 200' },
  { path: '/skipped/1', span: 'GET /either/:second,/skipped/:second 200' },
  // Mounted.
  { path: '/api/v1/things', span: 'GET /api/v1/things 200' },
  { path: '/api/v1/things/7', span: 'GET /api/v1/things/:id 200' },
  { path: '/admin/panel/users', span: 'GET /admin/panel/:tab 200' },
  // Passed on by a router.
  { path: '/passed/on/3', span: 'GET /passed/on/:id 200' },
  { path: '/passed/on', span: 'GET 404' },
  // No route at all.
  { path: '/middleware/answers', span: 'GET 200' },
  { path: '/nowhere', span: 'GET 404' },
  { path: '/api/v1/nothing', span: 'GET 404' },
  { path: '/users/%zz', span: 'GET 400' },
  // Errors.
  { path: '/throws/1', span: 'GET /throws/:id 500 error TypeError' },
  { path: '/api/v1/things/7/throws', span: 'GET /api/v1/things/:id/throws 500 error TypeError' },
  { path: '/rejects', span: 'GET /rejects 500 error RangeError' },
  { path: '/passes', span: 'GET /passes 429 QuotaError' },
  { path: '/text', span: 'GET /text 500 error' },
  { path: '/handled/1', span: 'GET /handled/:id 400 Error' },
  { path: '/replaced', span: 'GET /replaced 429 Error' },
];

const express5 = path.join(root, 'test/e2e/apps');
const express4 = path.join(root, '.cache/apps/express4');

describe.each(testNodes())('Node $version', ({ binary }) => {
  // Hooks go by the folder's name, so Express 4 must lie in a folder `express`, as it does for its users.
  beforeAll(() => {
    rmSync(express4, { recursive: true, force: true });
    mkdirSync(path.join(express4, 'node_modules'), { recursive: true });
    cpSync(path.join(root, 'node_modules/express4'), path.join(express4, 'node_modules/express'), { recursive: true });
    for (const app of ['routes.cjs', 'routes-start.cjs', 'routes-start.mjs']) {
      cpSync(path.join(express5, app), path.join(express4, app));
    }
  });

  describe.each([
    { name: 'Express 4', folder: express4, major: '4', app: 'routes-start.cjs' },
    { name: 'Express 4 as ES module', folder: express4, major: '4', app: 'routes-start.mjs' },
    { name: 'Express 5', folder: express5, major: '5', app: 'routes-start.cjs' },
    { name: 'Express 5 as ES module', folder: express5, major: '5', app: 'routes-start.mjs' },
  ])('$name', ({ folder, major, app }) => {
    let spans: readonly SpanRecord[] = [];
    beforeAll(async () => {
      await using receiver = await startReceiver();
      const service = await startService({
        node: binary,
        args: ['--require', './register', path.join(folder, app)],
        // Express prints errors that nobody handles, except in tests.
        env: { ...receiver.env, OTEL_SERVICE_NAME: 'routes', NODE_ENV: 'test', EXPRESS: major },
      });
      for (const row of rows) await service.get(row.path);
      const run = await service.end();
      expect({ code: run.code, says: foreignLines(run.stderr) }).toEqual({ code: 0, says: [] });
      spans = receiver.spans();
    });

    it.each(rows)('names $path as $span', ({ path: asked, span }) => {
      const { pathname } = new URL(asked, 'http://localhost');
      const trace = spans.filter(({ attributes }) => attributes['url.path'] === pathname);

      expect(drawTrace(trace)).toEqual([`routes server ${span}`]);
      const route = /^GET (\/\S*)/.exec(span)?.[1];
      expect(trace[0]?.attributes['http.route']).toBe(route);
    });

    it.each(['/throws/1', '/api/v1/things/7/throws', '/passes'])(
      'shows the handler first in the stack of its error, and no frame of otel-xray: %s',
      (asked) => {
        const span = spans.find(({ attributes }) => attributes['url.path'] === asked);
        const stack = span?.events[0]?.attributes['exception.stacktrace'];
        const lines = typeof stack === 'string' ? stack.split('\n') : [];
        expect(lines[1]).toContain('routes.cjs');
        expect(lines.filter((line) => line.includes(path.join(root, 'package')))).toEqual([]);
      },
    );

    it('makes one span of each request', () => {
      expect(spans).toHaveLength(rows.length);
    });
  });
});
