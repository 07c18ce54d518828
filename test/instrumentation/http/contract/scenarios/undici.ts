import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import type { Readable } from 'node:stream';
import type { Scenario, Tools } from '../scenario.ts';
import { type Got, valuesOf } from './client-calls.ts';

const TRACE_HEADERS = ['traceparent', 'x-amzn-trace-id'];

/** What is used of the package undici, alike in versions 5 to 8. */
interface Undici {
  readonly Agent: new (options?: object) => object;
  request(
    url: string,
    options?: object,
  ): Promise<{ statusCode: number; body: Readable & { json(): Promise<unknown> } }>;
  fetch: typeof fetch;
}

/** The oldest Node of each version, and its place in the repository. */
const packages: readonly (readonly [number, string])[] = [
  [20, 'undici5'],
  [20, 'undici6'],
  [20, 'undici7'],
  [24, 'undici8'],
];

const nodeMajor = Number(process.versions.node.split('.')[0]);

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { method, url, rawHeaders } = request;
  if (url === '/old') return void response.writeHead(302, { location: '/new' }).end();
  if (url?.startsWith('/status/')) return void response.writeHead(Number(url.slice(8))).end();
  let size = 0;
  request.on('data', (piece: Buffer) => (size += piece.length));
  request.on('end', () => response.end(JSON.stringify({ method, url, rawHeaders, size })));
}

async function base(tools: Tools): Promise<string> {
  return `http://127.0.0.1:${String(await tools.listen(createServer(answer)))}`;
}

type Send = (tools: Tools, url: string, options?: object) => Promise<Got & { readonly size: number }>;

const send: Readonly<Record<string, Send>> = {
  fetch: async (_tools, url, options) => (await fetch(url, options)).json() as never,
  ...Object.fromEntries(
    packages.flatMap(([oldest, name]): [string, Send][] =>
      nodeMajor < oldest
        ? []
        : [
            [
              `${name}.request`,
              async (tools, url, options) => {
                const { body } = await (tools.load(name) as Undici).request(url, options);
                return (await body.json()) as never;
              },
            ],
            [
              `${name}.fetch`,
              async (tools, url, options) => (await (tools.load(name) as Undici).fetch(url, options)).json() as never,
            ],
          ],
    ),
  ),
};

async function sendOne(tools: Tools, sendBy: Send): Promise<void> {
  const origin = await base(tools);
  const { got, parentId, awaited } = await tools.inParent(async (id) => ({
    got: await sendBy(tools, `${origin}/path?a=1`, {
      headers: { 'User-Agent': 'app/1', Traceparent: 'old', 'X-App': 'a' },
    }),
    parentId: id,
    awaited: tools.active(),
  }));
  const [span] = await tools.clientSpans(1);
  assert.equal(awaited, parentId);
  assert.equal(span?.name, 'GET');
  assert.equal(span?.kind, SpanKind.CLIENT);
  assert.equal(span?.parentSpanContext?.spanId, parentId);
  assert.deepEqual(span?.status, { code: SpanStatusCode.UNSET });
  const attributes: Record<string, unknown> = {
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(origin).port),
    'url.full': `${origin}/path?a=1`,
    'network.peer.address': '127.0.0.1',
    'network.protocol.version': '1.1',
    'user_agent.original': 'app/1',
  };
  for (const [key, value] of Object.entries(attributes)) assert.equal(span?.attributes[key], value, key);
  assert.deepEqual(valuesOf(got, 'x-app'), ['a']);
  for (const name of TRACE_HEADERS) {
    const values = valuesOf(got, name);
    assert.equal(values.length, 1, name);
    assert.ok(values[0]?.includes(span?.spanContext().spanId ?? '?'), name);
  }
}

/** A server that speaks on the socket itself, and closes the connection. */
function listenRaw(tools: Tools, text: string): Promise<number> {
  return tools.listen(
    createNetServer((socket) => {
      socket.on('error', () => {}).once('data', () => socket.write(text, () => setTimeout(() => socket.destroy(), 10)));
    }),
  );
}

export const undici: readonly Scenario[] = [
  ...Object.entries(send).map(([what, sendBy]) => ({
    name: `${what} is one client span and sends one of each trace header`,
    run: (tools: Tools) => sendOne(tools, sendBy),
  })),
  {
    name: 'fetch by a Request, with a body that streams',
    run: async (tools) => {
      const pieces = new ReadableStream({
        async start(controller) {
          for (let index = 0; index < 10; index += 1) {
            await new Promise((resolve) => setTimeout(resolve, 1));
            controller.enqueue(new TextEncoder().encode('x'.repeat(1000)));
          }
          controller.close();
        },
      });
      const request = new Request(`${await base(tools)}/post`, { method: 'POST', body: pieces, duplex: 'half' });
      const got = (await (await fetch(request)).json()) as { method: string; size: number };
      assert.equal(got.method, 'POST');
      assert.equal(got.size, 10_000);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.name, 'POST');
    },
  },
  {
    name: 'fetch follows a redirect by a second request of the same caller',
    run: async (tools) => {
      const origin = await base(tools);
      const parentId = await tools.inParent(async (id) => {
        await (await fetch(`${origin}/old`)).text();
        return id;
      });
      const spans = await tools.clientSpans(2);
      assert.deepEqual(new Set(spans.map((span) => span.attributes['http.response.status_code'])), new Set([200, 302]));
      for (const span of spans) assert.equal(span.parentSpanContext?.spanId, parentId);
    },
  },
  ...[404, 503].map((status) => ({
    name: `fetch that is answered ${String(status)} is an error`,
    run: async (tools: Tools) => {
      const response = await fetch(`${await base(tools)}/status/${String(status)}`);
      await response.text();
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['error.type'], String(status));
      assert.deepEqual(span?.status, { code: SpanStatusCode.ERROR });
    },
  })),
  {
    name: 'fetch of a port where nobody listens is an error with its code',
    run: async (tools) => {
      await assert.rejects(fetch('http://127.0.0.1:1/').catch((error: Error) => Promise.reject(error.cause as Error)));
      // Port 1 is one that browsers refuse, too.
      await tools.clientSpans(0);
      await assert.rejects((tools.load('undici6') as Undici).request('http://127.0.0.1:1/'));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.equal(span?.attributes['error.type'], 'ECONNREFUSED');
      assert.equal(span?.events[0]?.attributes?.['exception.type'], 'ECONNREFUSED');
    },
  },
  {
    name: 'fetch whose answer breaks off is an error',
    run: async (tools) => {
      const port = await listenRaw(tools, 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this');
      const response = await fetch(`http://127.0.0.1:${String(port)}/`);
      await assert.rejects(response.text());
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['http.response.status_code'], 200);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
    },
  },
  {
    name: 'fetch that the application aborts is no fault',
    run: async (tools) => {
      const port = await tools.listen(createNetServer((socket) => void socket.on('error', () => {}).resume()));
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 15);
      await assert.rejects(fetch(`http://127.0.0.1:${String(port)}/`, { signal: controller.signal }));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.UNSET);
      assert.deepEqual(span?.events, []);
    },
  },
  {
    name: 'fetch that runs out of time is an error',
    run: async (tools) => {
      const port = await tools.listen(createNetServer((socket) => void socket.on('error', () => {}).resume()));
      await assert.rejects(fetch(`http://127.0.0.1:${String(port)}/`, { signal: AbortSignal.timeout(15) }));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
    },
  },
  {
    name: 'credentials in the URL of fetch are sent, but not recorded',
    run: async (tools) => {
      const origin = await base(tools);
      const got = await send['fetch']!(tools, `${origin}/?X-Amz-Credential=AKIDEXAMPLE&X-Amz-Signature=5ec3e7`);
      assert.match(got.url, /5ec3e7/);
      const [span] = await tools.clientSpans(1);
      assert.doesNotMatch(JSON.stringify(span?.attributes), /AKIDEXAMPLE|5ec3e7/);
    },
  },
  {
    name: 'fetch below a span that is not sampled says so in its headers and has no span',
    run: async (tools) => {
      const origin = await base(tools);
      const got = await tools.inUnsampledParent(() => send['fetch']!(tools, origin));
      assert.match(
        valuesOf(got, 'x-amzn-trace-id')[0] ?? '',
        /^Root=1-67891233-abcdef012345678912345678;Parent=[\da-f]{16};Sampled=0$/,
      );
      await tools.clientSpans(0);
    },
  },
  {
    name: 'fetch where tracing is suppressed gets neither span nor headers',
    run: async (tools) => {
      const origin = await base(tools);
      const got = await tools.suppressed(() => send['fetch']!(tools, origin, { headers: { traceparent: 'theirs' } }));
      assert.deepEqual(valuesOf(got, 'traceparent'), ['theirs']);
      assert.deepEqual(valuesOf(got, 'x-amzn-trace-id'), []);
      await tools.clientSpans(0);
    },
  },
  {
    name: 'fetch of an ignored host gets neither span nor headers',
    run: async (tools) => {
      const origin = (await base(tools)).replace('127.0.0.1', tools.ignored.host);
      const lookup = (_host: string, _options: object, done: (error: null, addresses: object[]) => void): void =>
        done(null, [{ address: '127.0.0.1', family: 4 }]);
      const package6 = tools.load('undici6') as Undici;
      const { body } = await package6.request(origin, { dispatcher: new package6.Agent({ connect: { lookup } }) });
      assert.deepEqual(valuesOf((await body.json()) as Got, 'x-amzn-trace-id'), []);
      await tools.clientSpans(0);
    },
  },
  {
    name: 'fetches at the same time each have their own caller',
    run: async (tools) => {
      const origin = await base(tools);
      const parents = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          tools.inParent(async (id) => {
            const got = await send['fetch']!(tools, `${origin}/${String(index)}`);
            assert.equal(tools.active(), id);
            return [got.url, id] as const;
          }),
        ),
      );
      const spans = await tools.clientSpans(50);
      const byPath = new Map(spans.map((span) => [String(span.attributes['url.full']).slice(origin.length), span]));
      for (const [url, id] of parents) assert.equal(byPath.get(url)?.parentSpanContext?.spanId, id);
    },
  },
];
