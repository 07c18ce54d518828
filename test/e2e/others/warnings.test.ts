import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { describe, expect, it, onTestFinished } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { isAtLeast, isMatrixRun, testNodes } from '../../support/nodes.ts';
import { root } from '../../support/run-app.ts';
import { makeApp } from './make-app.ts';
import { runTraced } from './run-traced.ts';

const register = path.join(root, 'register.js');
const ownFolder = path.join(root, 'package');

/** The package alone, without what is installed beside it. */
function copyOfPackage(): string {
  const folder = makeApp({});
  cpSync(ownFolder, path.join(folder, 'otel-xray'), { recursive: true, filter: (file) => !file.includes('/types') });
  return path.join(folder, 'otel-xray');
}

describe.each(testNodes())('Node $version', (node) => {
  it('a module that was loaded before the preload is named', async () => {
    const folder = makeApp({
      files: { 'early.cjs': "require('express');", 'app.cjs': '' },
      packages: { express: { 'index.js': '' } },
    });
    const { warnings } = await runTraced(node, folder, ['app.cjs'], {}, [
      '--require',
      './early.cjs',
      '--require',
      register,
    ]);
    expect(warnings).toEqual([
      '"express" was loaded before otel-xray and is not traced; load otel-xray first, as by "node --require otel-xray/register".',
    ]);
  });

  it.each([
    {
      what: 'internals that are newer than what is hooked',
      load: "require('@smithy/core');",
      says: '"@smithy/core" 99.0.0 is newer than what otel-xray hooks; update otel-xray',
    },
    {
      what: 'a bundle',
      load: '',
      says: 'the AWS SDK is part of a bundle; leave @aws-sdk and @smithy out of it (esbuild: --packages=external)',
    },
  ])('an AWS call of $what is told, once', async ({ load, says }) => {
    const app = `${load}
      const http = require('node:http');
      const server = http.createServer((_request, response) => response.end()).listen(0, '127.0.0.1', async () => {
        for (let i = 0; i < 2; i += 1) {
          const headers = { 'amz-sdk-invocation-id': 'b2a6', 'user-agent': 'aws-sdk-js/3.9999.0' };
          await new Promise((resolve) => {
            const { port } = server.address();
            http.get({ host: '127.0.0.1', port, headers, agent: false }, (answer) => answer.resume().on('close', resolve));
          });
        }
        console.log(server.address().port);
        server.close();
      });`;
    const folder = makeApp({
      files: { 'app.cjs': app },
      packages: { '@smithy/core': { 'package.json': '{"version":"99.0.0"}', 'index.js': '' } },
    });
    const { run, warnings } = await runTraced(node, folder, ['app.cjs']);
    expect(warnings).toEqual([
      `An AWS call to "127.0.0.1:${run.stdout.trim()}" was recorded as HTTP only: ${says}. Later ones are not told.`,
    ]);
  });

  it('two copies of the preload are told, and the first one traces', async () => {
    const copy = copyOfPackage();
    const folder = makeApp({ files: { 'app.cjs': '' } });
    const flags = ['--require', register, '--require', path.join(copy, 'register.js')];
    const { run, warnings } = await runTraced(node, folder, ['app.cjs'], {}, flags);
    const { version } = manifest;
    expect(warnings).toEqual([
      `Two copies of otel-xray are loaded into this process: ${version} in "${ownFolder}" traces, ${version} in "${copy}" does nothing. Take one of them out.`,
    ]);
    expect(run.stderr.match(/otel-xray \S+ on Node/g)).toHaveLength(1);
  });

  it.runIf(isAtLeast(node.version, 22, 15))('ES modules that cannot be hooked are told', async () => {
    const folder = makeApp({
      files: { 'app.mjs': "import 'express'; console.log('runs');" },
      packages: { express: { 'index.js': '' } },
    });
    const flags = ['--require', path.join(copyOfPackage(), 'register.js')];
    const { run, warnings } = await runTraced(node, folder, ['app.mjs'], {}, flags);
    expect(run).toMatchObject({ code: 0, stdout: 'runs\n' });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^ES modules cannot be hooked: .*import-in-the-middle.*\. Modules loaded by import are not traced\.$/,
      ),
    ]);
  });

  it('a clock that is an hour away from the collector is told', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString()).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const app = `require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end(); setTimeout(() => {}, 4000);`;
    const folder = makeApp({
      files: { 'app.cjs': app },
      packages: { '@opentelemetry/api': { from: '@opentelemetry/api' } },
    });
    const { warnings } = await runTraced(node, folder, ['app.cjs'], {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_BSP_SCHEDULE_DELAY: '1',
    });
    expect(warnings).toEqual([
      `This machine's clock is 60 minutes ahead of that of "${endpoint}/v1/traces"; traces appear at the wrong time, or X-Ray refuses them. Set the clock.`,
    ]);
  });

  // What a bundler writes does not depend on Node.
  it.skipIf(isMatrixRun).each([false, true])('a bundled application is told, minified: %s', async (minify) => {
    const folder = makeApp({
      files: {
        'app.mjs': `import express from ${JSON.stringify(path.join(root, 'node_modules/express'))};\nexpress();\nsetTimeout(() => {}, 4000);`,
      },
    });
    const build = await rolldown({ input: path.join(folder, 'app.mjs'), platform: 'node', logLevel: 'silent' });
    await build.write({ file: path.join(folder, 'out.cjs'), format: 'cjs', minify });
    const { run, warnings } = await runTraced(node, folder, ['out.cjs']);
    expect({ code: run.code, warnings }).toEqual({
      code: 0,
      warnings: [
        '"out.cjs" is a bundle with express in it, which cannot be traced there; leave packages out of it (esbuild: --packages=external). HTTP and fetch are traced.',
      ],
    });
  });
});
