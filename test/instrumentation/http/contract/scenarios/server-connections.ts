import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, Tools, Wire } from '../scenario.ts';

const EVENTS = ['request', 'data', 'end', 'request close', 'finish', 'response close'];

/** Notes for each request, by its path, in which context each of its events came. */
function createNotingServer(tools: Tools, answer: (response: ServerResponse, path: string) => void) {
  const notes = new Map<string, string[]>();
  const server = tools.http.createServer((request: IncomingMessage, response) => {
    const path = request.url ?? '';
    const note = (event: string) => (): void => {
      notes.set(path, [...(notes.get(path) ?? []), `${event}:${tools.active()}`]);
    };
    note('request')();
    request.on('data', note('data')).on('close', note('request close'));
    response.on('finish', note('finish')).on('close', note('response close'));
    request.on('end', () => {
      note('end')();
      answer(response, path);
    });
  });
  return { server, notes };
}

/** Each request had all its events in the context of its own span, and no other. */
async function assertNoLeak(tools: Tools, notes: Map<string, string[]>, count: number): Promise<void> {
  const spans = await tools.serverSpans(count);
  assert.equal(notes.size, count);
  assert.equal(new Set(spans.map((span) => span.spanContext().traceId)).size, count);
  for (const span of spans) {
    const own = notes.get(String(span.attributes['url.path'])) ?? [];
    const { spanId } = span.spanContext();
    assert.deepEqual([...new Set(own)].sort(), EVENTS.map((event) => `${event}:${spanId}`).sort());
  }
}

const post = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`;

function answersOn(wire: Wire): number {
  return wire.text().split('HTTP/1.1 200').length - 1;
}

export const serverConnections: readonly Scenario[] = [
  {
    name: 'requests one after the other on a connection keep to their own contexts',
    run: async (tools) => {
      const { server, notes } = createNotingServer(tools, (response) => response.end('ok'));
      const wire = await tools.connect(await tools.listen(server));
      for (let index = 0; index < 5; index += 1) {
        const [head = '', body = ''] = post(`/${String(index)}`, 'body').split(/(?<=\r\n\r\n)/);
        wire.write(head + body.slice(0, 1));
        await sleep(3);
        wire.write(body.slice(1));
        await wire.until(() => answersOn(wire) > index);
      }
      await assertNoLeak(tools, notes, 5);
    },
  },
  {
    name: 'pipelined requests keep to their own contexts, in whatever order they are answered',
    run: async (tools) => {
      const { server, notes } = createNotingServer(tools, (response, path) => {
        setTimeout(() => response.end(path), 30 - 5 * Number(path.slice(1)));
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write(Array.from({ length: 5 }, (_, index) => post(`/${String(index)}`, 'body')).join(''));
      const text = await wire.until(() => answersOn(wire) === 5);
      assert.deepEqual(text.match(/\/\d(?=HTTP|$)/g), ['/0', '/1', '/2', '/3', '/4']);
      await assertNoLeak(tools, notes, 5);
    },
  },
  {
    name: 'under load no request sees the context of another',
    run: async (tools) => {
      const { server, notes } = createNotingServer(tools, (response, path) => {
        const delay = Number(path.slice(1)) % 7;
        if (delay === 0) response.end(path);
        else setTimeout(() => response.end(path), delay);
      });
      const port = await tools.listen(server);
      const wires = await Promise.all(Array.from({ length: 10 }, () => tools.connect(port)));
      await Promise.all(
        wires.map(async (wire, connection) => {
          for (let round = 0; round < 10; round += 1) {
            const paths = [0, 1, 2].map((index) => `/${String(connection * 100 + round * 3 + index)}`);
            const text = paths.map((path) => post(path, 'a body in pieces')).join('');
            const cut = 20 + ((round * 37 + connection * 11) % (text.length - 40));
            wire.write(text.slice(0, cut));
            await sleep(round % 3);
            wire.write(text.slice(cut));
            await wire.until(() => answersOn(wire) === 3 * (round + 1));
          }
        }),
      );
      await assertNoLeak(tools, notes, 300);
    },
  },
  {
    name: 'a request that a server hands to another one stays one request',
    run: async (tools) => {
      let active = '';
      const inner = tools.http.createServer((_request, response) => {
        active = tools.active();
        response.end();
      });
      const outer = tools.http.createServer((request, response) => void inner.emit('request', request, response));
      const wire = await tools.connect(await tools.listen(outer));
      wire.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      await wire.closed();
      const [span] = await tools.serverSpans(1);
      assert.equal(active, span?.spanContext().spanId);
    },
  },
  {
    name: 'a client that waits for 100 Continue gets it, and its body comes in the context',
    run: async (tools) => {
      const { server, notes } = createNotingServer(tools, (response) => response.end('ok'));
      const wire = await tools.connect(await tools.listen(server));
      wire.write(post('/0', 'body').replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n').replace('body', ''));
      await wire.until((text) => text === 'HTTP/1.1 100 Continue\r\n\r\n');
      wire.write('body');
      await wire.until(() => answersOn(wire) === 1);
      await assertNoLeak(tools, notes, 1);
    },
  },
  {
    name: 'a handler of checkContinue runs in the context of the request, and so does the one it hands it to',
    run: async (tools) => {
      const { server, notes } = createNotingServer(tools, (response) => response.end('ok'));
      let active = '';
      server.on('checkContinue', (request, response) => {
        active = tools.active();
        response.writeContinue();
        setImmediate(() => server.emit('request', request, response));
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write(
        post('/0', '').replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n').replace('Length: 0', 'Length: 4'),
      );
      await wire.until((text) => text === 'HTTP/1.1 100 Continue\r\n\r\n');
      wire.write('body');
      await wire.until(() => answersOn(wire) === 1);
      await assertNoLeak(tools, notes, 1);
      assert.equal(active, notes.get('/0')?.[0]?.split(':')[1]);
    },
  },
  {
    name: 'a handler of checkExpectation runs in the context of the request',
    run: async (tools) => {
      let active = '';
      const server = tools.http.createServer();
      server.on('checkExpectation', (_request, response) => {
        active = tools.active();
        response.writeHead(417).end();
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: cake\r\n\r\n');
      await wire.closed();
      const [span] = await tools.serverSpans(1);
      assert.equal(active, span?.spanContext().spanId);
      assert.equal(span?.attributes['http.response.status_code'], 417);
    },
  },
  {
    name: 'an upgrade is a request with a span, which ends with its answer',
    run: async (tools) => {
      let active = '';
      const server = tools.http.createServer();
      server.on('upgrade', (request, socket) => {
        active = tools.active();
        setTimeout(() => {
          socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
          socket.pipe(socket);
        }, 5);
        request.on('close', () => {});
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write('GET /echo HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      await wire.until((text) => text.includes('\r\n\r\n'));
      const [span] = await tools.serverSpans(1);
      wire.write('hello');
      await wire.until((text) => text.endsWith('hello'));
      assert.equal(active, span?.spanContext().spanId);
      assert.equal(span?.attributes['http.response.status_code'], 101);
      assert.equal(span?.attributes['url.path'], '/echo');
    },
  },
  {
    name: 'an upgrade that is refused, or left alone, is recorded too',
    run: async (tools) => {
      const server = tools.http.createServer();
      server.on('upgrade', (request, socket) => {
        if (request.url === '/refused') socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
        else socket.destroy();
      });
      const port = await tools.listen(server);
      for (const path of ['/refused', '/dropped']) {
        const wire = await tools.connect(port);
        wire.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`);
        await wire.closed();
      }
      const [refused, dropped] = await tools.serverSpans(2);
      assert.equal(refused?.attributes['http.response.status_code'], 403);
      assert.equal(dropped?.attributes['http.response.status_code'], undefined);
      assert.equal(dropped?.attributes['error.type'], 'aborted');
    },
  },
  {
    name: 'an upgrade that no span tells of works as ever',
    run: async (tools) => {
      const server = tools.http.createServer();
      server.on('upgrade', (_request, socket) => {
        assert.equal(Object.hasOwn(socket, 'write'), false);
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
        socket.pipe(socket);
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write(
        'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\nTraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00\r\n\r\n',
      );
      await wire.until((text) => text.includes('\r\n\r\n'));
      wire.write('hello');
      await wire.until((text) => text.endsWith('hello'));
      await tools.serverSpans(0);
    },
  },
  {
    name: 'CONNECT is a request with a span',
    run: async (tools) => {
      let active = '';
      const server = tools.http.createServer();
      server.on('connect', (_request, socket) => {
        active = tools.active();
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        socket.pipe(socket);
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write('CONNECT target.test:443 HTTP/1.1\r\nHost: target.test:443\r\n\r\n');
      await wire.until((text) => text.includes('\r\n\r\n'));
      const [span] = await tools.serverSpans(1);
      assert.equal(active, span?.spanContext().spanId);
      assert.equal(span?.name, 'CONNECT');
      assert.equal(span?.attributes['server.address'], 'target.test');
      assert.equal(span?.attributes['http.response.status_code'], 200);
    },
  },
];
