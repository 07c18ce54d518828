import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { drawTrace } from '../../support/draw-trace.ts';
import { isAtLeast, testNodes } from '../../support/nodes.ts';
import { startReceiver } from '../../support/receive.ts';
import { hangCollector } from '../../support/record-exports.ts';
import { startApp } from '../../support/run-app.ts';
import { oneRequest, preload, runWay, runWhole, settings } from './run-end.ts';

const protocols = ['grpc', 'http/protobuf'];

describe.each(testNodes())('Node $version', (node) => {
  it.each(protocols)('by %s, an export that is never answered does not keep the process alive', async (protocol) => {
    await using collector = await hangCollector();
    const way = { name: 'in flight', app: 'short.cjs', args: ['300'] };
    const run = await runWay(node, way, {
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '1',
      OTEL_XRAY_SHUTDOWN_TIMEOUT: '300',
    });
    expect(run).toEqual({ code: 0, signal: null, stdout: 'done\n', stderr: '' });
  });

  it.each(protocols)(
    'by %s, a connection that is never made keeps the process alive for a moment',
    async (protocol) => {
      const way = { name: 'connecting', app: 'short.cjs', args: ['300'] };
      const run = await runWay(node, way, {
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_ENDPOINT: await fullServer(node.binary),
        OTEL_BSP_SCHEDULE_DELAY: '1',
        OTEL_XRAY_SHUTDOWN_TIMEOUT: '300',
      });
      expect(run).toEqual({ code: 0, signal: null, stdout: 'done\n', stderr: '' });
    },
  );

  it('a collector that accepts and never answers holds an exit no longer than it may', async () => {
    await using collector = await hangCollector();
    const run = await runWay(
      node,
      { name: 'process.exit()', app: 'exits.cjs' },
      {
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_XRAY_SHUTDOWN_TIMEOUT: '300',
      },
    );
    expect(run.code).toBe(4);
  });

  describe.skipIf(!canMount()).each(['silent', 'refusing'] as const)('a %s name server', (kind) => {
    it.each([
      { name: 'process.exit()', app: 'exits.cjs', code: 4 },
      { name: 'process.exit() after a while', app: 'exits.cjs', code: 4 },
      { name: 'in flight', app: 'short.cjs', args: ['300'], code: 0 },
    ])('does not hold $app, $name, and what is lost is counted', async ({ code, ...way }) => {
      await using server = await nameServer(kind);
      const resolvConf = writeTemporary(`nameserver ${server.address}\noptions timeout:30 attempts:5\n`);
      const under = ['unshare', '--mount', 'sh', '-c', `mount --bind ${resolvConf} /etc/resolv.conf; exec "$0" "$@"`];
      for (const protocol of protocols) {
        const run = await runWhole(
          node,
          { ...way, under },
          {
            OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
            OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4317',
            OTEL_BSP_SCHEDULE_DELAY: way.name === 'process.exit()' ? '3600000' : '1',
            OTEL_TRACES_SAMPLER: 'xray',
            AWS_XRAY_DAEMON_ADDRESS: 'proxy.example:2000',
          },
        );
        expect(run.code).toBe(code);
        expect(lostIn(run.stderr)).toBe(oneRequest.length);
      }
      expect(server.isAsked()).toBe(kind === 'silent');
    });
  });

  it('a second signal ends the process while the first one is still being dealt with', async () => {
    await using collector = await hangCollector();
    const app = startApp({
      node: node.binary,
      args: [...preload, 'test/e2e/end/apps/signals.cjs', 'no handler', 'SIGINT'],
      env: {
        ...settings,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_XRAY_SHUTDOWN_TIMEOUT: '60000',
      },
      onOutput: (_text, kill) => kill('SIGINT'),
    });
    await collector.connected;
    app.kill('SIGTERM');
    expect(await app.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'spans leave at once at a %s, whose handler never ends the process',
    async (signal) => {
      await using receiver = await startReceiver();
      const app = startApp({
        node: node.binary,
        args: [...preload, 'test/e2e/end/apps/signals.cjs', 'a handler that never exits', signal],
        env: { ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.grpcEndpoint },
        onOutput: (text, kill) => text.endsWith(`send ${signal}\n`) && kill(signal),
      });
      await vi.waitFor(() => expect(drawTrace(receiver.spans())).toEqual(oneRequest), 20_000);
      app.kill('SIGKILL');
      expect(await app.ended).toMatchObject({ signal: 'SIGKILL', stdout: `send ${signal}\nno\n` });
    },
  );

  it('where threads are denied, the end is left alone', async () => {
    await using receiver = await startReceiver();
    const flag = isAtLeast(node.version, 22, 13) ? '--permission' : '--experimental-permission';
    for (const way of [
      { name: 'process.exit()', app: 'exits.cjs', code: 4 },
      { name: 'no handler', app: 'signals.cjs', args: ['no handler', 'SIGTERM'], signal: 'SIGTERM' },
    ] as const) {
      const permitted = { ...way, flags: [flag, '--allow-fs-read=*', '--no-warnings'] };
      const bare = await runWay(node, permitted);
      expect(await runWay(node, permitted, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.grpcEndpoint })).toEqual(bare);
    }
    expect(receiver.spans()).toEqual([]);
  });

  it('with OTEL_XRAY_EXIT_FLUSH=false, the end is left alone', async () => {
    await using receiver = await startReceiver();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.grpcEndpoint, OTEL_XRAY_EXIT_FLUSH: 'false' };
    expect(await runWay(node, { name: 'process.exit()', app: 'exits.cjs' }, env)).toMatchObject({ code: 4 });
    const signalled = { name: 'no handler', app: 'signals.cjs', args: ['no handler', 'SIGTERM'] };
    expect(await runWay(node, signalled, env)).toMatchObject({ signal: 'SIGTERM' });
    expect(receiver.spans()).toEqual([]);
  });
});

/** A port at which the kernel answers nobody any more: a process that is stopped, with a full queue of connections. */
async function fullServer(binary: string): Promise<string> {
  const code = `require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    console.log(this.address().port);
  });`;
  const server = spawn(binary, ['--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const queue: Socket[] = [];
  onTestFinished(() => {
    server.kill('SIGKILL');
    for (const socket of queue) socket.destroy();
  });
  const port = await new Promise<number>((resolve) => {
    server.stdout.on('data', (text: Buffer) => resolve(Number(text.toString())));
  });
  server.kill('SIGSTOP');
  for (let i = 0; i < 8; i += 1) queue.push(connect(port, '127.0.0.1').on('error', () => {}));
  await new Promise((resolve) => queue[0]?.on('connect', resolve));
  return `http://127.0.0.1:${port}`;
}

/** A name server that takes questions and answers none, or an address at which there is none. */
async function nameServer(
  kind: 'silent' | 'refusing',
): Promise<{ readonly address: string; isAsked(): boolean } & AsyncDisposable> {
  const address = '127.53.53.53';
  let questions = 0;
  const socket = createSocket('udp4').on('message', () => (questions += 1));
  if (kind === 'silent') {
    await new Promise<void>((resolve, reject) => {
      // The only port that /etc/resolv.conf can mean.
      socket.once('error', reject).bind(53, address, resolve);
    });
  }
  return {
    address,
    isAsked: () => questions > 0,
    [Symbol.asyncDispose]: async () => new Promise((resolve) => void socket.close(() => resolve())),
  };
}

/** How many spans an application was told to be lost. */
function lostIn(stderr: string): number {
  const counts = [...stderr.matchAll(/^otel-xray: warn: ".*" did not get (\d+) spans?: /gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

function canMount(): boolean {
  return spawnSync('unshare', ['--mount', 'true']).status === 0;
}

function writeTemporary(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-end-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'file');
  writeFileSync(file, text);
  return file;
}
