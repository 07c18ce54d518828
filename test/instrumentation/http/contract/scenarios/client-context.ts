import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createNetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, Tools } from '../scenario.ts';

const REQUEST_EVENTS = ['socket', 'finish', 'response', 'close'];
const RESPONSE_EVENTS = ['data', 'end', 'close'];

function assertAllIn(log: readonly string[], spanId: string, events: readonly string[]): void {
  assert.deepEqual(
    log.filter((line) => !line.endsWith(`:${spanId}`)),
    [],
    `expected all in ${spanId}`,
  );
  const seen = new Set(log.map((line) => line.split(':')[0]));
  for (const event of events) assert.ok(seen.has(event), `no ${event} among ${log.join()}`);
}

const answerInPieces = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  for await (const _ of request);
  response.write('one');
  await sleep(5);
  response.write('two');
  await sleep(5);
  response.end('three');
};

function listenInPieces(tools: Tools): Promise<number> {
  return tools.listen(createServer((request, response) => void answerInPieces(request, response)));
}

/** Sends a request and notes all its events; resolves when the request is closed. */
async function sendNoting(tools: Tools, options: object, log: string[], path = '/'): Promise<void> {
  const request = tools.http.request({ host: '127.0.0.1', path, method: 'POST', ...options }, (response) => {
    log.push(`callback:${tools.active()}`);
    tools.watch(response, RESPONSE_EVENTS, log);
  });
  tools.watch(request, REQUEST_EVENTS, log);
  const closed = new Promise((resolve, reject) => request.on('close', resolve).on('error', reject));
  request.write('a');
  setImmediate(() => request.end('b', () => void log.push(`sent:${tools.active()}`)));
  await closed;
  log.push(`awaited:${tools.active()}`);
}

/** Waits for all, also when one has failed, so that nothing is left for the next scenario. */
async function allDone(promises: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(promises)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

const ALL = [...REQUEST_EVENTS, ...RESPONSE_EVENTS, 'callback', 'sent', 'awaited'];

/** A server that speaks on the socket itself. */
function listenRaw(tools: Tools, onRequest: (socket: Socket, text: string) => void): Promise<number> {
  return tools.listen(
    createNetServer((socket) => {
      socket.on('error', () => {}).on('data', (data) => onRequest(socket, String(data)));
    }),
  );
}

export const clientContext: readonly Scenario[] = [
  {
    name: 'callbacks and events of a request are in the context of its caller',
    run: async (tools) => {
      const port = await listenInPieces(tools);
      const log: string[] = [];
      const parentId = await tools.inParent(async (id) => {
        await sendNoting(tools, { port, agent: false }, log);
        return id;
      });
      assertAllIn(log, parentId, ALL);
      await tools.clientSpans(1);
    },
  },
  ...[1, 3].map((maxSockets) => ({
    name: `requests that share ${String(maxSockets)} connections of an agent keep to their callers' contexts`,
    run: async (tools: Tools) => {
      const port = await listenInPieces(tools);
      const agent = new tools.http.Agent({ keepAlive: true, maxSockets });
      await allDone(
        Array.from({ length: 12 }, async () => {
          const log: string[] = [];
          const parentId = await tools.inParent(async (id) => {
            await sendNoting(tools, { port, agent }, log);
            return id;
          });
          assertAllIn(log, parentId, ALL);
        }),
      );
      agent.destroy();
      await tools.clientSpans(12);
    },
  })),
  {
    name: 'under load no request of an agent sees the context of another',
    run: async (tools) => {
      const port = await tools.listen(
        createServer((request, response) => {
          setTimeout(() => response.end(request.url), Number(request.url?.slice(1)) % 5);
        }),
      );
      const agent = new tools.http.Agent({ keepAlive: true, maxSockets: 8 });
      await allDone(
        Array.from({ length: 200 }, async (_, index) => {
          await sleep(index % 13);
          const log: string[] = [];
          const parentId = await tools.inParent(async (id) => {
            await sendNoting(tools, { port, agent }, log, `/${String(index)}`);
            return id;
          });
          assertAllIn(log, parentId, ALL);
        }),
      );
      agent.destroy();
      await tools.clientSpans(200);
    },
  },
  {
    name: 'a request whose connection is made by the application keeps the context',
    run: async (tools) => {
      const port = await listenInPieces(tools);
      const log: string[] = [];
      const net = await import('node:net');
      const parentId = await tools.inParent(async (id) => {
        await sendNoting(tools, { createConnection: () => net.connect(port, '127.0.0.1') }, log);
        return id;
      });
      assertAllIn(log, parentId, ALL);
      await tools.clientSpans(1);
    },
  },
  {
    name: 'informational answers are told in the context of the caller',
    run: async (tools) => {
      const port = await tools.listen(
        createServer((_request, response) => {
          response.writeProcessing();
          response.writeEarlyHints({ link: '</a.css>; rel=preload' });
          setTimeout(() => response.end('ok'), 5);
        }),
      );
      const log: string[] = [];
      const parentId = await tools.inParent(async (id) => {
        const request = tools.http.get({ port, host: '127.0.0.1' }, (response) => void response.resume());
        tools.watch(request, ['information', 'response'], log);
        await new Promise((resolve) => request.on('close', resolve));
        return id;
      });
      assertAllIn(log, parentId, ['information', 'response']);
      assert.equal(log.filter((line) => line.startsWith('information')).length, 2);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], 200);
    },
  },
  {
    name: 'a request that waits for 100 Continue is told in the context of its caller',
    run: async (tools) => {
      const port = await tools.listen(
        createServer(
          (request, response) =>
            void request.resume().on('end', () => response.end(request.headers['x-amzn-trace-id'])),
        ),
      );
      const log: string[] = [];
      let body = '';
      const parentId = await tools.inParent(async (id) => {
        const request = tools.http.request({
          port,
          host: '127.0.0.1',
          method: 'POST',
          headers: { Expect: '100-continue', 'Content-Length': '4' },
        });
        tools.watch(request, ['continue', 'response'], log);
        request.on('continue', () => request.end('body'));
        request.on('response', (response: IncomingMessage) => response.on('data', (data) => (body += String(data))));
        await new Promise((resolve) => request.on('close', resolve));
        return id;
      });
      assertAllIn(log, parentId, ['continue', 'response']);
      const [span] = await tools.clientSpans(1);
      assert.ok(body.includes(span?.spanContext().spanId ?? '?'), body);
    },
  },
  {
    name: 'a time-out is told in the context of the caller',
    run: async (tools) => {
      const port = await listenRaw(tools, () => {});
      const log: string[] = [];
      const parentId = await tools.inParent(async (id) => {
        const request = tools.http.get({ port, host: '127.0.0.1', timeout: 20 });
        tools.watch(request, ['timeout', 'error', 'close'], log);
        request.on('timeout', () => request.destroy());
        await new Promise((resolve) => request.on('close', resolve));
        return id;
      });
      assertAllIn(log, parentId, ['timeout', 'error', 'close']);
      await tools.clientSpans(1);
    },
  },
  {
    name: 'errors are told in the context of the caller',
    run: async (tools) => {
      const log: string[] = [];
      const parentId = await tools.inParent(async (id) => {
        const request = tools.http.get({ port: 1, host: '127.0.0.1' });
        tools.watch(request, ['error', 'close'], log);
        await new Promise((resolve) => request.on('close', resolve));
        return id;
      });
      assertAllIn(log, parentId, ['error', 'close']);
      await tools.clientSpans(1);
    },
  },
  {
    name: 'an upgrade is told in the context of the caller, and its span ends with the answer',
    run: async (tools) => {
      const port = await listenRaw(tools, (socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nhello');
      });
      const log: string[] = [];
      const parentId = await tools.inParent(async (id) => {
        const request = tools.http.get({
          port,
          host: '127.0.0.1',
          headers: { Connection: 'Upgrade', Upgrade: 'echo' },
        });
        tools.watch(request, ['upgrade'], log);
        await new Promise((resolve) =>
          request.on('upgrade', (_response: unknown, socket: Socket) => resolve(socket.destroy())),
        );
        return id;
      });
      assertAllIn(log, parentId, ['upgrade']);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], 101);
    },
  },
  {
    name: 'CONNECT is told in the context of the caller, and its span ends with the answer',
    run: async (tools) => {
      const port = await listenRaw(tools, (socket) => void socket.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
      const log: string[] = [];
      const parentId = await tools.inParent(async (id) => {
        const request = tools.http.request({ port, host: '127.0.0.1', method: 'CONNECT', path: 'target.test:443' });
        tools.watch(request, ['connect'], log);
        request.end();
        await new Promise((resolve) =>
          request.on('connect', (_response: unknown, socket: Socket) => resolve(socket.destroy())),
        );
        return id;
      });
      assertAllIn(log, parentId, ['connect']);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.name, 'CONNECT');
      assert.equal(span?.attributes['http.response.status_code'], 200);
      assert.equal(span?.attributes['url.full'], `http://127.0.0.1:${String(port)}/`);
    },
  },
  {
    name: 'streams both ways keep the context of the caller',
    run: async (tools) => {
      const port = await tools.listen(createServer((request, response) => void request.pipe(response)));
      const log: string[] = [];
      let size = 0;
      const parentId = await tools.inParent(async (id) => {
        const request = tools.http.request({ port, host: '127.0.0.1', method: 'POST' }, (response) => {
          tools.watch(response, RESPONSE_EVENTS, log);
          response.on('data', (data: Buffer) => (size += data.length));
        });
        tools.watch(request, ['drain', ...REQUEST_EVENTS], log);
        const closed = new Promise((resolve) => request.on('close', resolve));
        for (let index = 0; index < 64; index += 1) {
          if (!request.write(Buffer.alloc(65_536, 'x'))) await new Promise((resolve) => request.once('drain', resolve));
        }
        request.end();
        await closed;
        return id;
      });
      assert.equal(size, 64 * 65_536);
      assertAllIn(log, parentId, ['drain', ...REQUEST_EVENTS, ...RESPONSE_EVENTS]);
      await tools.clientSpans(1);
    },
  },
  {
    name: 'a redirect that the application follows is a second request of the same caller',
    run: async (tools) => {
      const port = await tools.listen(
        createServer((request, response) => {
          if (request.url === '/old') response.writeHead(302, { location: '/new' });
          response.end('ok');
        }),
      );
      const parentId = await tools.inParent(async (id) => {
        await new Promise<void>((resolve) => {
          tools.http.get({ port, host: '127.0.0.1', path: '/old' }, (response) => {
            response.resume();
            tools.http.get({ port, host: '127.0.0.1', path: response.headers.location }, (second) => {
              second.resume().on('end', resolve);
            });
          });
        });
        return id;
      });
      const spans = await tools.clientSpans(2);
      assert.deepEqual(new Set(spans.map((span) => span.attributes['http.response.status_code'])), new Set([200, 302]));
      for (const span of spans) assert.equal(span.parentSpanContext?.spanId, parentId);
    },
  },
  {
    name: 'a request that a server makes is a child of the request that it serves',
    run: async (tools) => {
      const inner = await tools.listen(createServer((_request, response) => response.end('ok')));
      const server = tools.http.createServer((request, response) => {
        request.resume().on('end', () => {
          tools.http.get({ port: inner, host: '127.0.0.1' }, (answer) => void answer.pipe(response));
        });
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\na');
      await sleep(10);
      wire.write('b');
      await wire.closed();
      // The inner server is of this process too.
      const serverSpan = (await tools.serverSpans(2)).find((span) => span.name === 'POST');
      const [clientSpan] = await tools.clientSpans(1);
      assert.equal(clientSpan?.parentSpanContext?.spanId, serverSpan?.spanContext().spanId);
    },
  },
];
