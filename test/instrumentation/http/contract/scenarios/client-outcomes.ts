import { SpanStatusCode } from '@opentelemetry/api';
import assert from 'node:assert/strict';
import { createServer, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import type { Scenario, Tools } from '../scenario.ts';

/** Sends a request, reads what comes and resolves with the events when the request is closed. */
async function send(
  tools: Tools,
  options: RequestOptions,
  act: (request: ClientRequest) => void = () => {},
): Promise<string[]> {
  const events: string[] = [];
  const request = tools.http.request({ host: '127.0.0.1', agent: false, ...options });
  for (const event of ['response', 'error', 'close', 'timeout', 'abort'])
    request.on(event, () => void events.push(event));
  request.on('response', (response: IncomingMessage) => {
    for (const event of ['end', 'aborted', 'close']) response.on(event, () => void events.push(`response ${event}`));
  });
  act(request);
  if (!request.writableEnded) request.end();
  await new Promise((resolve) => request.on('close', resolve));
  return events;
}

const readAll = (request: ClientRequest): void =>
  void request.on('response', (response: IncomingMessage) => void response.on('error', () => {}).resume());

/** A server that sends this text to each connection and then, if told so, closes it. */
function listenRaw(tools: Tools, text: string, closes = true): Promise<number> {
  return tools.listen(
    createNetServer((socket) => {
      socket
        .on('error', () => {})
        .once('data', () => {
          socket.write(text, () => closes && setTimeout(() => socket.destroy(), 10));
        });
    }),
  );
}

const statuses: readonly (readonly [number, SpanStatusCode, string | undefined])[] = [
  [200, SpanStatusCode.UNSET, undefined],
  [204, SpanStatusCode.UNSET, undefined],
  [304, SpanStatusCode.UNSET, undefined],
  [400, SpanStatusCode.ERROR, '400'],
  [429, SpanStatusCode.ERROR, '429'],
  [500, SpanStatusCode.ERROR, '500'],
];

const BROKEN = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this';

export const clientOutcomes: readonly Scenario[] = [
  ...statuses.map(([status, code, errorType]) => ({
    name: `the answer ${String(status)} is recorded on the caller's side`,
    run: async (tools: Tools) => {
      const port = await tools.listen(createServer((_request, response) => response.writeHead(status).end()));
      await send(tools, { port }, readAll);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], status);
      assert.equal(span?.attributes['error.type'], errorType);
      assert.deepEqual(span?.status, { code });
      assert.deepEqual(span?.events, []);
    },
  })),
  {
    name: 'a connection that is refused is an error with its code',
    run: async (tools) => {
      assert.deepEqual(await send(tools, { port: 1 }), ['error', 'close']);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.match(span?.status.message ?? '', /ECONNREFUSED/);
      assert.equal(span?.attributes['error.type'], 'ECONNREFUSED');
      assert.equal(span?.events[0]?.attributes?.['exception.type'], 'ECONNREFUSED');
    },
  },
  {
    name: 'a connection that breaks before the answer is an error',
    run: async (tools) => {
      const port = await listenRaw(tools, '');
      assert.deepEqual(await send(tools, { port }), ['error', 'close']);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.equal(span?.status.message, 'socket hang up');
      assert.equal(span?.attributes['http.response.status_code'], undefined);
    },
  },
  {
    name: 'an answer that is no HTTP is an error',
    run: async (tools) => {
      const port = await listenRaw(tools, 'hello\r\n\r\n');
      assert.deepEqual(await send(tools, { port }), ['error', 'close']);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.match(span?.status.message ?? '', /Parse Error/);
    },
  },
  {
    name: 'an answer that breaks off is an error, for an application that listens to it',
    run: async (tools) => {
      const events = await send(tools, { port: await listenRaw(tools, BROKEN) }, readAll);
      assert.ok(events.includes('response aborted'));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], 200);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.equal(span?.events[0]?.attributes?.['exception.type'], 'ECONNRESET');
    },
  },
  {
    name: 'an answer that breaks off is an error, and no new one for an application that does not listen',
    run: async (tools) => {
      const events = await send(tools, { port: await listenRaw(tools, BROKEN) }, (request) => {
        request.on('response', (response: IncomingMessage) => void response.resume());
      });
      assert.ok(events.includes('response aborted'));
      assert.ok(!events.includes('error'));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
    },
  },
  {
    name: 'a request that the application gives up before the answer is an error of the request',
    run: async (tools) => {
      const port = await listenRaw(tools, '', false);
      const events = await send(tools, { port }, (request) => void setTimeout(() => request.destroy(), 10));
      assert.deepEqual(events, ['error', 'close']);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
    },
  },
  {
    name: 'a request that a signal aborts is an error of the request',
    run: async (tools) => {
      const port = await listenRaw(tools, '', false);
      const signal = AbortSignal.timeout(20);
      const events = await send(tools, { port, signal });
      assert.deepEqual(events, ['error', 'close']);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.equal(span?.attributes['error.type'], 'ABORT_ERR');
    },
  },
  {
    name: 'an answer that the application gives up ends the span',
    run: async (tools) => {
      const port = await listenRaw(tools, BROKEN, false);
      await send(tools, { port }, (request) => {
        request.on('response', (response: IncomingMessage) => {
          response.once('data', () => void response.destroy());
        });
      });
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], 200);
      assert.equal(span?.status.code, SpanStatusCode.UNSET);
    },
  },
  {
    name: 'a time-out that the application only notes is no error',
    run: async (tools) => {
      const port = await tools.listen(
        createServer((_request, response) => void setTimeout(() => response.end('late'), 60)),
      );
      const events = await send(tools, { port, timeout: 15 }, readAll);
      assert.ok(events.includes('timeout'));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.UNSET);
    },
  },
  {
    name: 'an answer that nobody listens to is thrown away as ever, and ends the span',
    run: async (tools) => {
      const port = await tools.listen(createServer((_request, response) => response.end('nobody reads this')));
      const request = tools.http.request({ host: '127.0.0.1', port, agent: false }).end();
      assert.equal(request.listenerCount('response'), 0);
      await new Promise((resolve) => request.on('close', resolve));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], 200);
    },
  },
  {
    name: "listeners of a request and its response are the application's alone",
    run: async (tools) => {
      const port = await tools.listen(createServer((_request, response) => response.end('ok')));
      const counts: number[] = [];
      await send(tools, { port }, (request) => {
        // `send` itself listens to these.
        counts.push(request.listenerCount('close') - 1, request.listenerCount('error') - 1);
        request.on('response', (response: IncomingMessage) => {
          counts.push(response.listenerCount('end') - 1, response.listenerCount('error'));
          response.resume();
        });
      });
      // Node has one of its own for the end of a response.
      assert.deepEqual(counts, [0, 0, 1, 0]);
      await tools.clientSpans(1);
    },
  },
  {
    name: 'a HEAD request ends without a body',
    run: async (tools) => {
      const port = await tools.listen(createServer((_request, response) => response.end('body')));
      await send(tools, { port, method: 'HEAD' }, readAll);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.name, 'HEAD');
    },
  },
  {
    name: 'trailers arrive at the caller',
    run: async (tools) => {
      const port = await listenRaw(
        tools,
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 7\r\n\r\n',
      );
      let trailers: unknown;
      await send(tools, { port }, (request) => {
        request.on('response', (response: IncomingMessage) => {
          response.resume().on('end', () => (trailers = response.trailers));
        });
      });
      assert.deepEqual({ ...(trailers as object) }, { 'x-sum': '7' });
      await tools.clientSpans(1);
    },
  },
  {
    name: 'many errors at once are each recorded once',
    run: async (tools) => {
      const port = await listenRaw(tools, BROKEN);
      await Promise.all(Array.from({ length: 20 }, (_, index) => send(tools, { port: index % 2 ? port : 1 }, readAll)));
      const spans = await tools.clientSpans(20);
      assert.equal(spans.filter((span) => span.status.code === SpanStatusCode.ERROR).length, 20);
    },
  },
];
