import { SpanStatusCode } from '@opentelemetry/api';
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, Tools } from '../scenario.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

async function serve(tools: Tools, handler: RequestListener, request = GET): Promise<string> {
  const wire = await tools.connect(await tools.listen(tools.http.createServer(handler)));
  wire.write(request);
  return wire.closed();
}

const statuses: readonly (readonly [number, SpanStatusCode, string | undefined])[] = [
  [200, SpanStatusCode.UNSET, undefined],
  [204, SpanStatusCode.UNSET, undefined],
  [304, SpanStatusCode.UNSET, undefined],
  [404, SpanStatusCode.UNSET, undefined],
  [499, SpanStatusCode.UNSET, undefined],
  [500, SpanStatusCode.ERROR, '500'],
  [503, SpanStatusCode.ERROR, '503'],
];

/** Runs `fn` while uncaught exceptions are collected instead of ending the process. */
async function collectUncaught(fn: () => Promise<unknown>): Promise<unknown[]> {
  const uncaught: unknown[] = [];
  const collect = (error: unknown): void => void uncaught.push(error);
  process.on('uncaughtException', collect);
  try {
    await fn();
  } finally {
    process.off('uncaughtException', collect);
  }
  return uncaught;
}

export const serverOutcomes: readonly Scenario[] = [
  ...statuses.map(([status, code, errorType]) => ({
    name: `the answer ${String(status)} is recorded`,
    run: async (tools: Tools) => {
      const text = await serve(tools, (_request, response) => response.writeHead(status).end());
      assert.ok(text.startsWith(`HTTP/1.1 ${String(status)} `));
      const [span] = await tools.serverSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], status);
      assert.equal(span?.attributes['error.type'], errorType);
      assert.equal(span?.status.code, code);
    },
  })),
  {
    name: 'informational answers come through, and the last one counts',
    run: async (tools) => {
      const text = await serve(tools, (_request, response) => {
        response.writeProcessing();
        response.writeEarlyHints({ link: '</a.css>; rel=preload' });
        response.writeHead(201).end('ok');
      });
      assert.match(text, /^HTTP\/1.1 102 [^]*HTTP\/1.1 103 [^]*HTTP\/1.1 201 /);
      const [span] = await tools.serverSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], 201);
    },
  },
  {
    name: 'a HEAD request is answered without a body',
    run: async (tools) => {
      const text = await serve(tools, (_request, response) => response.end('body'), GET.replace('GET', 'HEAD'));
      assert.doesNotMatch(text, /body/);
      const [span] = await tools.serverSpans(1);
      assert.equal(span?.name, 'HEAD');
    },
  },
  {
    name: 'trailers arrive',
    run: async (tools) => {
      const text = await serve(tools, (_request, response) => {
        response.writeHead(200, { Trailer: 'X-Sum' });
        response.write('body');
        response.addTrailers({ 'X-Sum': '7' });
        response.end();
      });
      assert.match(text, /X-Sum: 7\r\n/);
      await tools.serverSpans(1);
    },
  },
  {
    name: 'what a handler throws is recorded and goes its way',
    run: async (tools) => {
      const uncaught = await collectUncaught(async () => {
        const server = tools.http.createServer(() => {
          throw new RangeError('out of stock');
        });
        const wire = await tools.connect(await tools.listen(server));
        wire.write(GET);
        const [span] = await tools.serverSpans(1);
        assert.deepEqual(span?.status, { code: SpanStatusCode.ERROR, message: 'out of stock' });
        assert.equal(span?.attributes['error.type'], 'RangeError');
        assert.equal(span?.events[0]?.attributes?.['exception.message'], 'out of stock');
      });
      assert.deepEqual(uncaught.map(String), ['RangeError: out of stock']);
    },
  },
  {
    name: 'an exception in the code of an event keeps its context',
    run: async (tools) => {
      let active = '';
      let spanId: string | undefined;
      const note = (): void => void (active = tools.active());
      process.on('uncaughtException', note);
      const uncaught = await collectUncaught(async () => {
        await serve(
          tools,
          (request, response) => {
            request.resume().on('end', () => {
              response.end('ok');
              throw new Error('late');
            });
          },
          GET,
        );
        spanId = (await tools.serverSpans(1))[0]?.spanContext().spanId;
      });
      process.off('uncaughtException', note);
      assert.deepEqual(uncaught.map(String), ['Error: late']);
      // Node leaves the context of the emitter before it raises the exception, or not: nobody else's may be there.
      assert.ok(active === spanId || active === 'none', active);
    },
  },
  {
    name: 'writing after the end is an error of the response, in its context',
    run: async (tools) => {
      const log: string[] = [];
      await serve(tools, (_request, response) => {
        tools.watch(response, ['error'], log);
        response.end('ok');
        response.write('more');
      });
      const [span] = await tools.serverSpans(1);
      assert.deepEqual(log, [`error:${String(span?.spanContext().spanId)}`]);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.equal(span?.events[0]?.attributes?.['exception.type'], 'ERR_STREAM_WRITE_AFTER_END');
    },
  },
  {
    name: 'a client that leaves while it sends is noticed in the context of its request',
    run: async (tools) => {
      const log: string[] = [];
      const server = tools.http.createServer((request, response) => {
        tools.watch(request, ['aborted', 'error', 'close'], log);
        tools.watch(response, ['close'], log);
        request.resume();
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc');
      await sleep(20);
      wire.socket.destroy();
      const [span] = await tools.serverSpans(1);
      const spanId = String(span?.spanContext().spanId);
      assert.deepEqual(
        [...new Set(log)].sort(),
        ['aborted', 'close', 'error'].map((event) => `${event}:${spanId}`),
      );
      assert.equal(span?.attributes['error.type'], 'aborted');
      assert.equal(span?.attributes['http.response.status_code'], undefined);
    },
  },
  {
    name: 'a client that leaves while it is answered ends the span once',
    run: async (tools) => {
      const server = tools.http.createServer((_request, response) => {
        response.writeHead(200, { 'content-length': '1000000' });
        response.write('first');
        response.on('close', () => response.end());
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write(GET);
      await wire.until((text) => text.includes('first'));
      wire.socket.destroy();
      const [span] = await tools.serverSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], 200);
      assert.equal(span?.attributes['error.type'], 'aborted');
      assert.equal(span?.status.code, SpanStatusCode.UNSET);
    },
  },
  {
    name: 'a client that leaves before its pipelined request is answered ends that span too',
    run: async (tools) => {
      const server = tools.http.createServer((request, response) => {
        if (request.url === '/second') wire.socket.destroy();
        response.on('close', () => response.end());
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write('GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n');
      const spans = await tools.serverSpans(2);
      assert.deepEqual(new Set(spans.map((span) => span.attributes['url.path'])), new Set(['/first', '/second']));
    },
  },
  {
    name: 'a server that drops the connection before or after the head ends the span',
    run: async (tools) => {
      const server = tools.http.createServer((request, response) => {
        if (request.url === '/after') response.flushHeaders();
        setTimeout(() => response.destroy(), 5);
      });
      const port = await tools.listen(server);
      for (const path of ['/before', '/after']) {
        const wire = await tools.connect(port);
        wire.write(GET.replace('/', path));
        await wire.closed();
      }
      const [before, after] = await tools.serverSpans(2);
      assert.equal(before?.attributes['http.response.status_code'], undefined);
      assert.equal(after?.attributes['http.response.status_code'], 200);
      assert.equal(before?.attributes['error.type'], 'aborted');
    },
  },
  {
    name: "a request that the server's own time-out ends is recorded once",
    run: async (tools) => {
      const server = tools.http.createServer((_request, response) => {
        response.on('close', () => response.end());
      });
      server.setTimeout(20);
      const wire = await tools.connect(await tools.listen(server));
      wire.write(GET);
      await wire.closed();
      const spans = await tools.serverSpans(1);
      assert.equal(spans.length, 1);
    },
  },
  {
    name: 'what is no HTTP makes no span',
    run: async (tools) => {
      const server = tools.http.createServer();
      const wire = await tools.connect(await tools.listen(server));
      wire.write('hello\r\n\r\n');
      assert.match(await wire.closed(), /^HTTP\/1.1 400/);
      await tools.serverSpans(0);
    },
  },
];
