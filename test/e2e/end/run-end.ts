import { describe, expect, it } from 'vitest';
import { drawTrace } from '../../support/draw-trace.ts';
import { isAtLeast, type TestNode, testNodes } from '../../support/nodes.ts';
import { startReceiver } from '../../support/receive.ts';
import { closedUrl, hangCollector } from '../../support/record-exports.ts';
import { type AppRun, runApp } from '../../support/run-app.ts';

/** One way to end a process: an application of `apps/`, what it is told, and how it ends. */
export interface Way {
  readonly name: string;
  readonly app: string;
  /** Default: the name. */
  readonly args?: readonly string[];
  /** Node's own flags. */
  readonly flags?: readonly string[];
  readonly code?: number;
  readonly signal?: NodeJS.Signals;
  /** What the collector gets, drawn; default: the one request that every application serves. */
  readonly delivered?: readonly string[];
  /** A native stack on stderr is another in each run. */
  readonly isStderrIgnored?: boolean;
  /** A command before Node. */
  readonly under?: readonly string[];
}

/** What every application of `apps/` has served when it ends. */
export const oneRequest = ['ending client GET 200', '  ending server GET 200'];

/** Traces an application. */
export const preload = ['--require', './register'];

/** Nothing is sent before the end, and whoever waits for an export outlives the test. */
export const settings = {
  OTEL_SERVICE_NAME: 'ending',
  OTEL_TRACES_SAMPLER: 'always_on',
  OTEL_BSP_SCHEDULE_DELAY: '3600000',
  OTEL_BSP_EXPORT_TIMEOUT: '3600000',
  OTEL_EXPORTER_OTLP_TIMEOUT: '3600000',
};

/** Runs an application, which says `send SIGTERM` where it wants to be sent a signal; gives what others said. */
export async function runWay(...args: Parameters<typeof runWhole>): Promise<AppRun> {
  const run = await runWhole(...args);
  return { ...run, stderr: withoutOwn(run.stderr) };
}

/** The same, with our own lines. */
export async function runWhole(
  { version, binary }: TestNode,
  { name, app, args = [name], flags = [], under = [] }: Way,
  env?: Readonly<Record<string, string>>,
): Promise<AppRun> {
  let sent = 0;
  const command = [...under, binary, ...flags, ...(env ? preload : []), `test/e2e/end/apps/${app}`, ...args];
  return runApp({
    node: command[0] ?? binary,
    args: command.slice(1),
    env: { ...settings, ...env, NODE_NO_WARNINGS: version.startsWith('20.') ? '1' : '' },
    onOutput: (text, kill) => {
      const asked = [...text.matchAll(/^send (SIG\w+)$/gm)].map(([, signal]) => signal as NodeJS.Signals);
      for (const signal of asked.slice(sent)) kill(signal);
      sent = asked.length;
    },
  });
}

/** What the application and Node say: without our lines, frames of stacks, and process ids. */
export function withoutOwn(stderr: string): string {
  return stderr
    .replace(/^otel-xray: .*\n/gm, '')
    .replace(/^ +at .*\n/gm, '')
    .replace(/\(node:\d+\)/g, '(node)');
}

/** Tests each way with a collector that works, with none, and with one that accepts and says nothing. */
export function describeWays(ways: readonly Way[]): void {
  describe.each(testNodes())('Node $version', (node) => {
    describe.each(ways)('$name', (way) => {
      let bare: Promise<AppRun> | undefined;
      const expectSame = async (env: Readonly<Record<string, string>>): Promise<void> => {
        bare ??= runWay(node, way);
        const run = await runWay(node, way, env);
        const expected = await bare;
        expect(way.isStderrIgnored ? { ...run, stderr: expected.stderr } : run).toEqual(expected);
        expect({ code: run.code, signal: run.signal }).toEqual({
          code: way.signal === undefined ? (way.code ?? 0) : null,
          signal: way.signal ?? null,
        });
      };

      it('stays as it is and delivers the last spans', async () => {
        await using receiver = await startReceiver();
        await expectSame({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.grpcEndpoint });
        expect(drawTrace(receiver.spans())).toEqual(way.delivered ?? oneRequest);
      });

      // The oldest Nodes have shown above that they end; how they wait is the same code.
      if (!isAtLeast(node.version, 22, 20)) return;

      it('stays as it is without a collector', async () => {
        await expectSame({ OTEL_EXPORTER_OTLP_ENDPOINT: await closedUrl() });
      });

      it('stays as it is with a collector that hangs', async () => {
        await using collector = await hangCollector();
        await expectSame({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
      });
    });
  });
}
