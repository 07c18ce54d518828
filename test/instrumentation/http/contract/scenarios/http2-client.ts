import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import assert from 'node:assert/strict';
import type { ClientHttp2Session, ClientHttp2Stream, Http2Server, IncomingHttpHeaders } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { certificate } from '../certificate.ts';
import { attributesOf } from '../attributes.ts';
import type { Scenario, Tools } from '../scenario.ts';

const EVENTS = ['response', 'data', 'end', 'close'];

/** What a server got of a request. */
interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly size: number;
}

/** A server that answers what it got. */
function createServer(tools: Tools, isSecure = false): Http2Server {
  const { createServer: plain, createSecureServer: secure } = tools.http2();
  const server = isSecure ? secure(certificate) : plain();
  server.on('stream', (stream, headers) => {
    let size = 0;
    stream.on('error', () => {}).on('data', (piece: Buffer) => (size += piece.length));
    stream.on('end', () => {
      stream.respond({ ':status': Number(headers['x-status'] ?? 200) });
      stream.write('');
      setTimeout(() => void (stream.closed || stream.end(JSON.stringify({ headers, size }))), 3);
    });
  });
  return server;
}

async function withSession(
  tools: Tools,
  use: (session: ClientHttp2Session, port: number) => Promise<unknown>,
  server: Http2Server = createServer(tools),
  scheme = 'http',
): Promise<void> {
  const port = await tools.listen(server);
  const session = tools.http2().connect(`${scheme}://127.0.0.1:${String(port)}`, { rejectUnauthorized: false });
  session.on('error', () => {});
  try {
    await use(session, port);
  } finally {
    session.destroy();
  }
}

async function read(stream: ClientHttp2Stream): Promise<Got> {
  let body = '';
  for await (const piece of stream.setEncoding('utf8')) body += String(piece);
  return JSON.parse(body) as Got;
}

/** Resolves when the stream is closed, whatever happened. */
function closed(stream: ClientHttp2Stream): Promise<void> {
  return new Promise((resolve) => void stream.on('error', () => {}).on('close', resolve));
}

function assertAllIn(log: readonly string[], spanId: string, events: readonly string[]): void {
  assert.deepEqual(
    log.filter((line) => !line.endsWith(`:${spanId}`)),
    [],
    `expected all in ${spanId}`,
  );
  const seen = new Set(log.map((line) => line.split(':')[0]));
  for (const event of events) assert.ok(seen.has(event), `no ${event} among ${log.join()}`);
}

export const http2Client: readonly Scenario[] = [
  {
    name: 'an HTTP/2 request is one client span and sends one of each trace header',
    run: (tools) =>
      withSession(tools, async (session, port) => {
        const headers = { ':path': '/path?a=1', 'user-agent': 'app/1', Traceparent: 'old' };
        const before = { ...headers };
        const parentId = await tools.inParent(async (id) => {
          const got = await read(session.request(headers));
          const [span] = await tools.clientSpans(1);
          assert.ok(String(got.headers['traceparent']).includes(span?.spanContext().spanId ?? '?'));
          assert.ok(String(got.headers['x-amzn-trace-id']).includes(span?.spanContext().spanId ?? '?'));
          return id;
        });
        assert.deepEqual(headers, before);
        const [span] = await tools.clientSpans(1);
        assert.equal(span?.name, 'GET');
        assert.equal(span?.kind, SpanKind.CLIENT);
        assert.equal(span?.parentSpanContext?.spanId, parentId);
        assert.deepEqual(span?.status, { code: SpanStatusCode.UNSET });
        assert.deepEqual(attributesOf(span), {
          'http.request.method': 'GET',
          'http.response.status_code': 200,
          'server.address': '127.0.0.1',
          'server.port': port,
          'url.full': `http://127.0.0.1:${String(port)}/path?a=1`,
          'network.peer.address': '127.0.0.1',
          'network.peer.port': port,
          'network.protocol.version': '2',
          'user_agent.original': 'app/1',
        });
      }),
  },
  {
    name: 'the events of an HTTP/2 request are in the context of its caller, also while the session connects',
    run: (tools) =>
      withSession(tools, async (session) => {
        const sendNoting = async (id: string): Promise<void> => {
          const log: string[] = [];
          const stream = session.request({ ':method': 'POST' });
          tools.watch(stream, [...EVENTS, 'finish'], log);
          stream.write('one');
          await sleep(3);
          stream.end('two');
          await closed(stream);
          log.push(`awaited:${tools.active()}`);
          assertAllIn(log, id, [...EVENTS, 'finish', 'awaited']);
        };
        await Promise.all(Array.from({ length: 30 }, () => tools.inParent(sendNoting)));
        await Promise.all(Array.from({ length: 30 }, () => tools.inParent(sendNoting)));
        await tools.clientSpans(60);
      }),
  },
  {
    name: 'an HTTP/2 request without headers, and over TLS, is traced',
    run: (tools) =>
      withSession(
        tools,
        async (session, port) => {
          assert.match(String((await read(session.request())).headers['x-amzn-trace-id']), /^Root=/);
          const [span] = await tools.clientSpans(1);
          assert.equal(span?.attributes['url.full'], `https://127.0.0.1:${String(port)}/`);
        },
        createServer(tools, true),
        'https',
      ),
  },
  {
    name: 'an HTTP/2 request names the authority that it asks for',
    run: (tools) =>
      withSession(tools, async (session) => {
        await read(session.request({ ':authority': 'shop.test:8080', ':path': '/a' }));
        const [span] = await tools.clientSpans(1);
        assert.equal(span?.attributes['server.address'], 'shop.test');
        assert.equal(span?.attributes['server.port'], 8080);
        assert.equal(span?.attributes['url.full'], 'http://shop.test:8080/a');
      }),
  },
  {
    name: 'below a span that is not sampled an HTTP/2 request says so, and where tracing is suppressed nothing',
    run: (tools) =>
      withSession(tools, async (session) => {
        const unsampled = await tools.inUnsampledParent(() => read(session.request({})));
        assert.match(String(unsampled.headers['x-amzn-trace-id']), /;Sampled=0$/);
        const suppressed = await tools.suppressed(() => read(session.request({})));
        assert.equal(suppressed.headers['x-amzn-trace-id'], undefined);
        await tools.clientSpans(0);
      }),
  },
  ...[404, 500].map((status) => ({
    name: `an HTTP/2 request that is answered ${String(status)} is an error`,
    run: (tools: Tools) =>
      withSession(tools, async (session) => {
        await read(session.request({ 'x-status': String(status) }));
        const [span] = await tools.clientSpans(1);
        assert.equal(span?.attributes['http.response.status_code'], status);
        assert.equal(span?.attributes['error.type'], String(status));
        assert.deepEqual(span?.status, { code: SpanStatusCode.ERROR });
      }),
  })),
  {
    name: 'a stream that the server resets is an error',
    run: async (tools) => {
      const server = tools.http2().createServer();
      server.on('stream', (stream) => {
        stream.on('error', () => {});
        stream.close(tools.http2().constants.NGHTTP2_REFUSED_STREAM);
      });
      await withSession(
        tools,
        async (session) => {
          await closed(session.request({}));
          const [span] = await tools.clientSpans(1);
          assert.equal(span?.status.code, SpanStatusCode.ERROR);
          assert.equal(span?.attributes['error.type'], 'ERR_HTTP2_STREAM_ERROR');
        },
        server,
      );
    },
  },
  {
    name: 'a session that cannot connect is an error of its requests',
    run: async (tools) => {
      const session = tools.http2().connect('http://127.0.0.1:1');
      session.on('error', () => {});
      await closed(session.request({}));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.equal(span?.attributes['url.full'], 'http://127.0.0.1:1/');
    },
  },
  {
    name: 'a request that the application gives up ends its span',
    run: async (tools) => {
      const server = tools.http2().createServer();
      server.on('stream', (stream) => {
        stream.on('error', () => {}).respond();
        stream.write('first');
      });
      await withSession(
        tools,
        async (session) => {
          const stream = session.request({});
          stream.once('data', () => stream.close(tools.http2().constants.NGHTTP2_CANCEL));
          await closed(stream);
          const [span] = await tools.clientSpans(1);
          assert.equal(span?.attributes['error.type'], 'aborted');
        },
        server,
      );
    },
  },
  {
    name: 'a request on a closed session is refused as ever',
    run: (tools) =>
      withSession(tools, async (session) => {
        session.destroy();
        // Older versions throw, newer ones tell it to the stream.
        try {
          await closed(session.request({}));
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'ERR_HTTP2_INVALID_SESSION');
        }
        const [span] = await tools.clientSpans(1);
        assert.equal(span?.attributes['error.type'], 'ERR_HTTP2_INVALID_SESSION');
      }),
  },
  {
    name: 'a push and its response are told as ever',
    run: async (tools) => {
      const server = tools.http2().createServer();
      server.on('stream', (stream) => {
        stream.pushStream({ ':path': '/pushed' }, (_error, pushed) => {
          pushed.respond();
          pushed.end('pushed');
          stream.respond();
          stream.end('ok');
        });
      });
      await withSession(
        tools,
        async (session) => {
          const pushed = new Promise<string>((resolve) => {
            session.on('stream', (stream) => {
              let body = '';
              stream.setEncoding('utf8').on('data', (piece: string) => (body += piece));
              stream.on('end', () => resolve(body));
            });
          });
          await closed(session.request({}).resume());
          assert.equal(await pushed, 'pushed');
        },
        server,
      );
      await tools.clientSpans(1);
    },
  },
  {
    name: 'an HTTP/2 request to an ignored host gets neither span nor headers',
    run: (tools) =>
      withSession(tools, async (session) => {
        const { headers } = await read(session.request({ ':authority': tools.ignored.host }));
        assert.equal(headers['x-amzn-trace-id'], undefined);
        await tools.clientSpans(0);
      }),
  },
  ...['undici6', 'undici7'].map((name) => ({
    name: `${name} over HTTP/2 is one client span and sends one of each trace header`,
    run: async (tools: Tools) => {
      const undici = tools.load(name) as {
        Agent: new (options: object) => { destroy(): Promise<void> };
        request(url: string, options: object): Promise<{ body: { json(): Promise<unknown> } }>;
      };
      const port = await tools.listen(createServer(tools, true));
      const dispatcher = new undici.Agent({ allowH2: true, connect: { rejectUnauthorized: false } });
      const { body } = await undici.request(`https://127.0.0.1:${String(port)}/a`, { dispatcher });
      const { headers } = (await body.json()) as Got;
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.instrumentationScope.name, 'otel-xray/undici');
      assert.equal(headers[':path'], '/a');
      assert.ok(String(headers['x-amzn-trace-id']).includes(`Parent=${span?.spanContext().spanId}`));
      await dispatcher.destroy();
    },
  })),
];
