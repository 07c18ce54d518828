import { SpanStatusCode } from '@opentelemetry/api';
import assert from 'node:assert/strict';
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { certificate } from '../certificate.ts';
import { attributesOf } from '../attributes.ts';
import type { Scenario, Tools } from '../scenario.ts';

const STREAM_EVENTS = ['data', 'end', 'close'];

/** What a client got of a stream. */
interface Answer {
  readonly headers: IncomingHttpHeaders & { ':status'?: number };
  readonly body: string;
}

/** A session that nobody traces, until the scenario is over. */
async function withSession<Result>(
  tools: Tools,
  port: number,
  use: (session: ClientHttp2Session) => Promise<Result>,
  secure = false,
): Promise<Result> {
  const session = tools
    .http2()
    .connect(`${secure ? 'https' : 'http'}://127.0.0.1:${String(port)}`, { rejectUnauthorized: false });
  session.on('error', () => {});
  try {
    return await use(session);
  } finally {
    session.destroy();
  }
}

/** Sends a request outside of all tracing, its body in pieces. */
function ask(
  tools: Tools,
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  ...body: string[]
): Promise<Answer> {
  return tools.suppressed(async () => {
    const stream = session.request(headers, { endStream: body.length === 0 });
    const answer = read(stream);
    for (const piece of body) {
      stream.write(piece);
      await sleep(5);
    }
    stream.end();
    return answer;
  });
}

function read(stream: ClientHttp2Stream): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let headers: IncomingHttpHeaders = {};
    let body = '';
    stream.setEncoding('utf8').on('response', (got) => (headers = got));
    stream.on('data', (piece: string) => (body += piece));
    stream.on('error', reject).on('close', () => resolve({ headers, body }));
  });
}

function assertAllIn(log: readonly string[], spanId: string | undefined, events: readonly string[]): void {
  assert.deepEqual(
    log.filter((line) => !line.endsWith(`:${String(spanId)}`)),
    [],
    `expected all in ${String(spanId)}`,
  );
  const seen = new Set(log.map((line) => line.split(':')[0]));
  for (const event of events) assert.ok(seen.has(event), `no ${event} among ${log.join()}`);
}

export const http2Server: readonly Scenario[] = [
  {
    name: 'an HTTP/2 stream is one server span in the stable conventions',
    run: async (tools) => {
      const server = tools.http2().createServer();
      server.on('stream', (stream) => {
        stream.respond({ ':status': 201 });
        stream.end('ok');
      });
      const port = await tools.listen(server);
      const answer = await withSession(tools, port, (session) =>
        ask(tools, session, { ':path': '/orders/17?full=1', 'user-agent': 'test/1' }),
      );
      assert.equal(answer.body, 'ok');
      const [span] = await tools.serverSpans(1);
      assert.equal(span?.name, 'GET');
      assert.deepEqual(span?.status, { code: SpanStatusCode.UNSET });
      const { 'network.peer.port': peerPort, ...attributes } = attributesOf(span);
      assert.equal(typeof peerPort, 'number');
      assert.deepEqual(attributes, {
        'http.request.method': 'GET',
        'http.response.status_code': 201,
        'url.scheme': 'http',
        'url.path': '/orders/17',
        'url.query': 'full=1',
        'server.address': '127.0.0.1',
        'server.port': port,
        'network.peer.address': '127.0.0.1',
        'network.protocol.version': '2',
        'client.address': '127.0.0.1',
        'user_agent.original': 'test/1',
      });
      assert.match(
        String(answer.headers['x-amzn-trace-id']),
        new RegExp(`Root=1-${span?.spanContext().traceId.slice(0, 8)}-.*;Sampled=1$`),
      );
    },
  },
  {
    name: 'the events of a stream are in its context',
    run: async (tools) => {
      const log: string[] = [];
      const server = tools.http2().createServer();
      server.on('stream', (stream) => {
        tools.watch(stream, STREAM_EVENTS, log);
        stream.on('end', () => {
          stream.respond();
          stream.end('ok');
        });
      });
      const port = await tools.listen(server);
      await withSession(tools, port, (session) => ask(tools, session, { ':method': 'POST' }, 'one', 'two', 'three'));
      const [span] = await tools.serverSpans(1);
      assertAllIn(log, span?.spanContext().spanId, STREAM_EVENTS);
    },
  },
  {
    name: 'request and response of the compatibility API are in the context of their stream',
    run: async (tools) => {
      const log: string[] = [];
      const server = tools.http2().createServer((request, response) => {
        log.push(`request:${tools.active()}`);
        tools.watch(request, STREAM_EVENTS, log);
        tools.watch(response, ['finish', 'close'], log);
        request.on('end', () => {
          setTimeout(() => {
            log.push(`timer:${tools.active()}`);
            response.statusCode = 503;
            response.end('ok');
          }, 2);
        });
      });
      const port = await tools.listen(server);
      const answer = await withSession(tools, port, (session) =>
        ask(tools, session, { ':method': 'POST', ':path': '/a' }, 'one', 'two'),
      );
      assert.equal(answer.headers[':status'], 503);
      const [span] = await tools.serverSpans(1);
      assertAllIn(log, span?.spanContext().spanId, ['request', 'timer', ...STREAM_EVENTS, 'finish']);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.equal(span?.attributes['error.type'], '503');
      assert.match(String(answer.headers['x-amzn-trace-id']), /^Root=1-.*;Sampled=1$/);
    },
  },
  {
    name: 'many streams of one session keep to their own contexts',
    run: async (tools) => {
      const seen = new Map<string, Set<string>>();
      const server = tools.http2().createServer((request, response) => {
        const note = (): void => {
          const path = request.url;
          seen.set(path, (seen.get(path) ?? new Set()).add(tools.active()));
        };
        note();
        request.on('data', note).on('close', note);
        response.on('finish', note).on('close', note);
        request.on('end', () => {
          note();
          setTimeout(() => response.end(), Number(request.url.slice(1)) % 7);
        });
      });
      const port = await tools.listen(server);
      await withSession(tools, port, (session) =>
        Promise.all(
          Array.from({ length: 60 }, (_, index) =>
            ask(tools, session, { ':method': 'POST', ':path': `/${String(index)}` }, 'one', 'two'),
          ),
        ),
      );
      const spans = await tools.serverSpans(60);
      for (const span of spans) {
        assert.deepEqual([...(seen.get(String(span.attributes['url.path'])) ?? [])], [span.spanContext().spanId]);
      }
    },
  },
  {
    name: "the caller's trace is continued, and an unsampled one has no span",
    run: async (tools) => {
      const active: string[] = [];
      const server = tools.http2().createServer((_request, response) => {
        active.push(tools.active());
        response.end();
      });
      const port = await tools.listen(server);
      await withSession(tools, port, async (session) => {
        const id = '5759e988bd862e3fe1be46a994272793';
        const root = `Root=1-${id.slice(0, 8)}-${id.slice(8)}`;
        for (const sampled of ['1', '0']) {
          const { headers } = await ask(tools, session, {
            'x-amzn-trace-id': `${root};Parent=53995c3f42cd8ad8;Sampled=${sampled}`,
          });
          assert.equal(headers['x-amzn-trace-id'], `${root};Sampled=${sampled}`);
        }
        const [span] = await tools.serverSpans(1);
        assert.equal(span?.spanContext().traceId, id);
        assert.equal(span?.parentSpanContext?.spanId, '53995c3f42cd8ad8');
        assert.equal(active[0], span?.spanContext().spanId);
        assert.match(active[1] ?? '', /^[\da-f]{16}$/);
      });
    },
  },
  {
    name: 'a trace header of the application wins, by either API',
    run: async (tools) => {
      const server = tools.http2().createServer();
      server.on('stream', (stream, headers) => {
        if (headers[':path'] === '/stream') {
          stream.respond({ 'X-Amzn-Trace-Id': 'mine' });
          stream.end();
        }
      });
      server.on('request', (request, response) => {
        if (request.url !== '/request') return;
        response.setHeader('x-amzn-trace-id', 'mine');
        response.end();
      });
      const port = await tools.listen(server);
      await withSession(tools, port, async (session) => {
        for (const path of ['/stream', '/request']) {
          const { headers } = await ask(tools, session, { ':path': path });
          assert.equal(headers['x-amzn-trace-id'], 'mine', path);
        }
      });
      await tools.serverSpans(2);
    },
  },
  {
    name: 'informational answers, trailers and files are sent as ever',
    run: async (tools) => {
      const server = tools.http2().createServer();
      server.on('stream', (stream, headers) => {
        if (headers[':path'] === '/file') {
          stream.respondWithFile(process.execPath, { ':status': 200 }, { length: 10 });
          return;
        }
        stream.additionalHeaders({ ':status': 103, link: '</a.css>; rel=preload' });
        stream.respond({ ':status': 200 }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '7' }));
        stream.end('ok');
      });
      const port = await tools.listen(server);
      await withSession(tools, port, async (session) => {
        const stream = tools.suppressed(() => session.request({ ':path': '/hints' }));
        const informational: unknown[] = [];
        const trailers: unknown[] = [];
        stream.on('headers', (headers) => void informational.push(headers[':status'], headers['x-amzn-trace-id']));
        stream.on('trailers', (headers) => void trailers.push(headers['x-sum']));
        assert.match(String((await read(stream)).headers['x-amzn-trace-id']), /^Root=/);
        assert.deepEqual(informational, [103, undefined]);
        assert.deepEqual(trailers, ['7']);
        const { headers, body } = await ask(tools, session, { ':path': '/file' });
        assert.ok(body.length > 0);
        assert.match(String(headers['x-amzn-trace-id']), /^Root=/);
      });
      await tools.serverSpans(2);
    },
  },
  {
    name: 'a push belongs to the stream that pushes it',
    run: async (tools) => {
      let active = '';
      const server = tools.http2().createServer();
      server.on('stream', (stream) => {
        stream.pushStream({ ':path': '/pushed' }, (error, pushed) => {
          assert.ifError(error);
          active = tools.active();
          pushed.respond();
          pushed.end('pushed');
          stream.respond();
          stream.end('ok');
        });
      });
      const port = await tools.listen(server);
      await withSession(tools, port, async (session) => {
        const pushed = new Promise<Answer>((resolve) => session.on('stream', (stream) => resolve(read(stream))));
        assert.equal((await ask(tools, session, { ':path': '/' })).body, 'ok');
        assert.equal((await pushed).body, 'pushed');
      });
      const [span] = await tools.serverSpans(1);
      assert.equal(active, span?.spanContext().spanId);
    },
  },
  {
    name: 'a stream that the server breaks off is recorded',
    run: async (tools) => {
      const { NGHTTP2_INTERNAL_ERROR } = tools.http2().constants;
      const server = tools.http2().createServer();
      server.on('stream', (stream) => {
        stream.on('error', () => {});
        stream.close(NGHTTP2_INTERNAL_ERROR);
      });
      const port = await tools.listen(server);
      await withSession(tools, port, (session) => assert.rejects(ask(tools, session, {})));
      const [span] = await tools.serverSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], undefined);
      assert.ok(['aborted', 'ERR_HTTP2_STREAM_ERROR'].includes(String(span?.attributes['error.type'])));
    },
  },
  {
    name: 'a client that gives a stream up is noticed in its context',
    run: async (tools) => {
      const log: string[] = [];
      const server = tools.http2().createServer();
      server.on('stream', (stream) => {
        tools.watch(stream, ['aborted', 'close'], log);
        stream.on('error', () => {});
        stream.respond();
        stream.write('first');
      });
      const port = await tools.listen(server);
      await withSession(tools, port, async (session) => {
        const stream = tools.suppressed(() => session.request({}));
        stream.on('error', () => {});
        await new Promise((resolve) => stream.once('data', resolve));
        stream.close(tools.http2().constants.NGHTTP2_CANCEL);
        const [span] = await tools.serverSpans(1);
        assertAllIn(log, span?.spanContext().spanId, ['aborted', 'close']);
        assert.equal(span?.attributes['error.type'], 'aborted');
        assert.equal(span?.attributes['http.response.status_code'], 200);
      });
    },
  },
  {
    name: 'a session that breaks ends the spans of its streams',
    run: async (tools) => {
      const server = tools.http2().createServer();
      server.on('stream', (stream) => void stream.on('error', () => {}));
      const port = await tools.listen(server);
      await withSession(tools, port, async (session) => {
        for (let index = 0; index < 3; index += 1) {
          tools.suppressed(() => session.request({}).on('error', () => {}));
        }
        await sleep(20);
        session.destroy();
        await tools.serverSpans(3);
      });
    },
  },
  {
    name: 'what a handler of a stream throws is recorded and goes its way',
    run: async (tools) => {
      const uncaught: unknown[] = [];
      const collect = (error: unknown): void => void uncaught.push(error);
      process.on('uncaughtException', collect);
      try {
        const server = tools.http2().createServer(() => {
          throw new RangeError('out of stock');
        });
        const port = await tools.listen(server);
        await withSession(tools, port, async (session) => {
          const stream = tools.suppressed(() => session.request({}).on('error', () => {}));
          const [span] = await tools.serverSpans(1);
          assert.deepEqual(span?.status, { code: SpanStatusCode.ERROR, message: 'out of stock' });
          stream.destroy();
        });
      } finally {
        process.off('uncaughtException', collect);
      }
      assert.deepEqual(uncaught.map(String), ['RangeError: out of stock']);
    },
  },
  {
    name: 'a secure server is traced, and its clients of HTTP/1 too',
    run: async (tools) => {
      const server = tools.http2().createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
        request.resume().on('end', () => response.end(`${request.httpVersion}:${tools.active()}`));
      });
      const port = await tools.listen(server);
      const { body } = await withSession(tools, port, (session) => ask(tools, session, { ':path': '/two' }), true);
      const wire = await tools.connect(port, { tls: true });
      wire.write('GET /one HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      const text = await wire.closed();
      const [two, one] = await tools.serverSpans(2);
      assert.equal(body, `2.0:${String(two?.spanContext().spanId)}`);
      assert.ok(text.includes(`1.1:${String(one?.spanContext().spanId)}`), text);
      assert.match(text, /x-amzn-trace-id: Root=/i);
      assert.equal(two?.attributes['url.scheme'], 'https');
      assert.equal(one?.attributes['url.scheme'], 'https');
      assert.equal(one?.attributes['network.protocol.version'], '1.1');
    },
  },
  {
    name: 'an ignored stream is not traced',
    run: async (tools) => {
      const server = tools.http2().createServer((_request, response) => response.end());
      const port = await tools.listen(server);
      const { headers } = await withSession(tools, port, (session) =>
        ask(tools, session, { ':path': tools.ignored.path }),
      );
      assert.equal(headers['x-amzn-trace-id'], undefined);
      await tools.serverSpans(0);
    },
  },
  {
    name: 'a handler that waits for 100 Continue runs in the context of its stream',
    run: async (tools) => {
      let active = '';
      const server = tools.http2().createServer(() => {});
      server.on('checkContinue', (request, response) => {
        active = tools.active();
        response.writeContinue();
        request.resume().on('end', () => response.end('ok'));
      });
      const port = await tools.listen(server);
      await withSession(tools, port, async (session) => {
        const stream = tools.suppressed(() => session.request({ ':method': 'POST', expect: '100-continue' }));
        stream.on('continue', () => stream.end('body'));
        assert.equal((await read(stream)).body, 'ok');
      });
      const [span] = await tools.serverSpans(1);
      assert.equal(active, span?.spanContext().spanId);
    },
  },
];
