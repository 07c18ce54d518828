import { describe, expect, it } from 'vitest';
import { testNodes } from '../../support/nodes.ts';
import { closedUrl } from '../../support/record-exports.ts';
import { startApp } from '../../support/run-app.ts';
import { describeWays, preload, runWay, settings } from './run-end.ts';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

describeWays(
  signals.flatMap((signal) => [
    {
      name: `${signal}, an event loop that was blocked before anything was recorded`,
      app: 'blocked.cjs',
      args: ['at once', signal],
      signal,
      delivered: [],
    },
    {
      name: `${signal}, an event loop that is blocked for a while`,
      app: 'blocked.cjs',
      args: ['for a while', signal],
      signal,
    },
  ]),
);

// Not as it should be: untraced it dies of the signal. Node gives a signal that is watched to its event loop alone.
describe.each(testNodes())('Node $version', (node) => {
  it.each(signals)('%s does not end a process with a blocked event loop that has recorded spans', async (signal) => {
    const app = startApp({
      node: node.binary,
      args: [...preload, 'test/e2e/end/apps/blocked.cjs', 'after a request', signal],
      env: { ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: await closedUrl() },
      onOutput: (_text, kill) => {
        kill(signal);
        setTimeout(() => kill('SIGKILL'), 500);
      },
    });
    expect(await app.ended).toMatchObject({ code: null, signal: 'SIGKILL', stdout: `send ${signal}\n` });
  });

  it('with OTEL_XRAY_EXIT_FLUSH=false it dies of the signal, whatever it has recorded', async () => {
    const env = { OTEL_XRAY_EXIT_FLUSH: 'false', OTEL_EXPORTER_OTLP_ENDPOINT: await closedUrl() };
    for (const signal of signals) {
      const way = { name: signal, app: 'blocked.cjs', args: ['after a request', signal] };
      expect(await runWay(node, way, env)).toMatchObject({ code: null, signal, stdout: `send ${signal}\n` });
    }
  });
});
