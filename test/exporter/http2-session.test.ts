import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../src/exporter/http2-session.ts';

async function listen(where: number | string, host?: string): Promise<Http2Server> {
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => {
    if (typeof where === 'string') server.listen(where, resolve);
    else server.listen(where, host, resolve);
  });
  onTestFinished(() => void server.close());
  return server;
}

function connected(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const session = openSession({ url: new URL(url), onConnect: resolve });
    onTestFinished(() => session.destroy());
  });
}

test('a server is reached by its address, which is told', async () => {
  const { port } = (await listen(0, '127.0.0.1')).address() as AddressInfo;
  expect(await connected(`http://127.0.0.1:${port}`)).toBe('127.0.0.1');
});

test('a server is reached by a file', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel xray-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await listen(path.join(folder, 'socket'));
  expect(await connected(`unix:${folder}/socket`)).toBeUndefined();
});
