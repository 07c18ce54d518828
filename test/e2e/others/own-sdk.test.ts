import { describe, expect, it } from 'vitest';
import { testNodes } from '../../support/nodes.ts';
import { foreignLines, root } from '../../support/run-app.ts';
import { runTraced } from './run-traced.ts';

const app = 'test/e2e/others/apps/own-sdk.cjs';
const each = ['app client GET 200', '  app server GET 200'];
const once = [...each, ...each];

const secondSdk =
  'OpenTelemetry was set up a second time in this process, as by NodeSDK.start() or register(); otel-xray goes on recording and the other SDK gets no spans. Take its set-up out, or start without otel-xray.';
const inPlace = (name: string): string =>
  `"@opentelemetry/instrumentation-${name}" was set up by the application too; otel-xray's own records in its place, so that no span is doubled. "OTEL_NODE_DISABLED_INSTRUMENTATIONS=${name}" leaves it to the application.`;
const bothInPlace =
  '"@opentelemetry/instrumentation-http", "@opentelemetry/instrumentation-undici" were set up by the application too; otel-xray\'s own record in their place, so that no span is doubled. "OTEL_NODE_DISABLED_INSTRUMENTATIONS=http,undici" leaves them to the application.';

describe.each(testNodes())('Node $version', (node) => {
  it.each([
    { way: 'NodeSDK.start()', warnings: [secondSdk] },
    { way: 'a provider of its own', warnings: [secondSdk] },
    { way: 'NodeSDK.start() with instrumentations', warnings: [secondSdk] },
    { way: 'instrumentations of 3.x', warnings: [bothInPlace] },
    { way: 'instrumentations of 2.x', warnings: [inPlace('http')] },
  ])(
    'beside $way of the application, each span is recorded once, by otel-xray, which says so in one line',
    async ({ way, warnings }) => {
      const traced = await runTraced(node, root, [app, way]);
      expect(foreignLines(traced.run.stderr)).toEqual([]);
      expect(traced).toMatchObject({ run: { code: 0 }, traces: once, warnings });
      expect(traced.run.stdout).not.toContain('spans');
      if (way === 'NodeSDK.start()') expect(traced.run.stdout).toBe('a log of the application\n');
    },
  );

  it('an instrumentation of the application is not doubled in an ES module', async () => {
    const traced = await runTraced(node, root, ['test/e2e/others/apps/own-sdk.mjs']);
    expect(traced).toMatchObject({ run: { code: 0 }, traces: each, warnings: [inPlace('http')] });
  });

  it('one of them is left to the application where the user says so', async () => {
    const traced = await runTraced(node, root, [app, 'instrumentations of 3.x'], {
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http',
    });
    expect(traced).toMatchObject({ traces: once, warnings: [inPlace('undici')] });
  });

  it.each(['3.x', '2.x'])('instrumentations of %s that start() is given take the place of ours', async (line) => {
    const traced = await runTraced(node, root, [app, `start() with instrumentations of ${line}`], {}, []);
    expect(traced).toMatchObject({ run: { code: 0 }, traces: once, warnings: [] });
    expect(traced.run.stderr).toContain('"http" is traced by the instrumentation that "start()" was given.');
  });

  it('where another SDK was registered before start(), it is left alone', async () => {
    const traced = await runTraced(node, root, [app, 'start() beside an SDK'], {}, []);
    expect(traced).toMatchObject({
      run: { code: 0 },
      traces: [],
      warnings: [
        'Another OpenTelemetry SDK traces this process already; otel-xray leaves it alone. To use otel-xray, start without the other.',
      ],
    });
  });
});
