import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testNodes } from '../../support/nodes.ts';
import { makeApp } from './make-app.ts';
import { ownPackage, runTraced } from './run-traced.ts';

const copies = [
  { version: '1.4', from: 'otel-api-1.4' },
  { version: '1.9', from: 'otel-api-1.9' },
  { version: '1.10', from: '@opentelemetry/api' },
  { version: 'a next minor', from: '@opentelemetry/api', pretend: '1.11.0' },
];

/** Gives a copy of the API another version: in its package.json and in what it tells other copies. */
function pretend(folder: string, version: string): void {
  const api = path.join(folder, 'node_modules/@opentelemetry/api');
  const manifest = path.join(api, 'package.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"version": "[^"]*"/, `"version": "${version}"`));
  for (const kind of ['cjs', 'mjs']) {
    const file = path.join(api, `dist/version.${kind}`);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/VERSION = "[^"]*"/, `VERSION = "${version}"`));
    expect(readFileSync(file, 'utf8')).not.toBe(text);
  }
}

describe.each(testNodes())('Node $version', (node) => {
  for (const layout of ['npm', 'pnpm'] as const) {
    it.each(copies)(
      `with @opentelemetry/api $version of the application, by ${layout}, its spans are recorded`,
      async (copy) => {
        const folder = makeApp({
          apps: ['records.cjs', 'records.mjs'],
          packages: { '@opentelemetry/api': { from: copy.from } },
          layout,
        });
        if (copy.pretend !== undefined) pretend(folder, copy.pretend);
        const byRequire = await runTraced(node, folder, ['records.cjs']);
        expect(byRequire).toMatchObject({
          run: { code: 0 },
          traces: ['app internal own work', '  app client GET 200', '    app server GET 200'],
          warnings: [],
        });
        const byImport = await runTraced(node, folder, ['records.mjs']);
        expect(byImport.traces).toContain('app internal own import');
        expect(byImport).toMatchObject({ run: { code: 0 }, warnings: [] });
      },
    );
  }

  it.each(['2.0.0', '1.11.0-alpha.1'])('a copy that cannot record here, %s, is told', async (version) => {
    const folder = makeApp({
      apps: ['records.cjs'],
      packages: { '@opentelemetry/api': { from: '@opentelemetry/api' } },
    });
    pretend(folder, version);
    const { run, traces, warnings } = await runTraced(node, folder, ['records.cjs']);
    expect({ code: run.code, traces, warnings }).toEqual({
      code: 0,
      traces: ['app client GET 200', '  app server GET 200'],
      warnings: [
        `"@opentelemetry/api" was loaded as ${version}; expected a release of 1.x. What the application records by it is lost.`,
      ],
    });
  });

  it.each(copies)('with @opentelemetry/api $version of the application, its own metrics go on', async (copy) => {
    const app = `
      const { metrics } = require('@opentelemetry/api');
      const counter = { add: (value) => console.log('counted', value) };
      console.log(metrics.setGlobalMeterProvider({ getMeter: () => ({ createCounter: () => counter }) }));
      console.log(metrics.setGlobalMeterProvider({ getMeter: () => { throw new Error('refused'); } }));
      metrics.getMeter('app').createCounter('orders').add(7);`;
    const folder = makeApp({
      files: { 'app.cjs': app },
      packages: { '@opentelemetry/api': { from: copy.from } },
    });
    if (copy.pretend !== undefined) pretend(folder, copy.pretend);
    const { run } = await runTraced(node, folder, ['app.cjs']);
    expect(run.stdout).toBe('true\nfalse\ncounted 7\n');
  });

  it('a newer copy that was loaded before start() records as well', async () => {
    const start = `require('@opentelemetry/api'); require(${JSON.stringify(ownPackage)}).start(); require('./records.cjs');`;
    const folder = makeApp({
      apps: ['records.cjs'],
      files: { 'starts.cjs': start },
      packages: { '@opentelemetry/api': { from: '@opentelemetry/api' } },
    });
    pretend(folder, '1.11.0');
    const { traces } = await runTraced(node, folder, ['starts.cjs'], {}, []);
    expect(traces).toContain('app internal own work');
  });
});
