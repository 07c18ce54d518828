import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { getRPCMetadata, type RPCMetadata } from '@opentelemetry/core';
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { certificate } from '../certificate.ts';
import { attributesOf } from '../attributes.ts';
import type { Scenario, Tools } from '../scenario.ts';

/** Sends one raw request to a server with this handler and gives the answer as text. */
async function ask(
  tools: Tools,
  request: string,
  handler: RequestListener = (_request, response) => response.end('ok'),
) {
  const port = await tools.listen(tools.http.createServer(handler));
  const wire = await tools.connect(port);
  const { localPort } = wire.socket;
  wire.write(request);
  return { text: await wire.closed(), localPort };
}

const get = (path: string, ...headers: string[]): string =>
  `${[`GET ${path} HTTP/1.1`, 'Host: shop.test:8080', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;

const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const parent = '53995c3f42cd8ad8';

/** Attributes that each request makes of its target and headers. */
const addressed: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ['a path and a query', get('/orders/17?full=1&x=%20y'), { 'url.path': '/orders/17', 'url.query': 'full=1&x=%20y' }],
  ['a path alone', get('/'), { 'url.path': '/', 'url.query': undefined, 'url.scheme': 'http' }],
  ['a whole URL, as a proxy gets it', get('http://shop.test:8080/a?b=1'), { 'url.path': '/a', 'url.query': 'b=1' }],
  ['a host with a port', get('/'), { 'server.address': 'shop.test', 'server.port': 8080 }],
  ['a host without a port', get('/').replace(':8080', ''), { 'server.address': 'shop.test', 'server.port': 80 }],
  ['an IPv6 host', get('/').replace('shop.test', '[::1]'), { 'server.address': '[::1]', 'server.port': 8080 }],
  [
    'a proxy that forwards',
    get('/', 'X-Forwarded-Host: outer.test', 'X-Forwarded-Proto: https', 'X-Forwarded-For: 192.0.2.7, 10.0.0.1'),
    {
      'server.address': 'outer.test',
      'server.port': 443,
      'client.address': '192.0.2.7',
      'network.peer.address': '127.0.0.1',
    },
  ],
  [
    'a proxy that forwards by the standard',
    get('/', 'Forwarded: for="[2001:db8::1]:47011";proto=http;host="outer.test:81", for=10.0.0.1'),
    { 'server.address': 'outer.test', 'server.port': 81, 'client.address': '2001:db8::1' },
  ],
  ['a client with a port', get('/', 'X-Forwarded-For: 192.0.2.7:4711'), { 'client.address': '192.0.2.7' }],
  ['a user agent', get('/', 'User-Agent: curl/8'), { 'user_agent.original': 'curl/8' }],
  [
    'a method that few know',
    get('/').replace('GET', 'PROPFIND'),
    { 'http.request.method': '_OTHER', 'http.request.method_original': 'PROPFIND' },
  ],
  ['an old client', 'GET /old HTTP/1.0\r\n\r\n', { 'url.path': '/old', 'network.protocol.version': '1.0' }],
];

const secrets = get(
  '/file?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260101&X-Amz-Signature=5ec3e7&X-Amz-Security-Token=70ke2',
);

export const serverRequests: readonly Scenario[] = [
  {
    name: 'a request is one server span in the stable conventions',
    run: async (tools) => {
      const { localPort } = await ask(tools, get('/orders/17?full=1', 'User-Agent: test/1'));
      const [span] = await tools.serverSpans(1);
      assert.equal(span?.name, 'GET');
      assert.equal(span?.kind, SpanKind.SERVER);
      assert.deepEqual(span?.status, { code: SpanStatusCode.UNSET });
      assert.equal(span?.parentSpanContext, undefined);
      assert.deepEqual(attributesOf(span), {
        'http.request.method': 'GET',
        'http.response.status_code': 200,
        'url.scheme': 'http',
        'url.path': '/orders/17',
        'url.query': 'full=1',
        'server.address': 'shop.test',
        'server.port': 8080,
        'network.peer.address': '127.0.0.1',
        'network.peer.port': localPort,
        'network.protocol.version': '1.1',
        'client.address': '127.0.0.1',
        'user_agent.original': 'test/1',
      });
    },
  },
  ...addressed.map(([what, request, attributes]) => ({
    name: `the span tells ${what}`,
    run: async (tools: Tools) => {
      await ask(tools, request);
      const [span] = await tools.serverSpans(1);
      for (const [key, value] of Object.entries(attributes)) assert.equal(span?.attributes[key], value, key);
    },
  })),
  {
    name: 'credentials in a query are not recorded',
    run: async (tools) => {
      await ask(tools, secrets);
      const [span] = await tools.serverSpans(1);
      assert.doesNotMatch(JSON.stringify(span?.attributes), /AKIDEXAMPLE|5ec3e7|70ke2/);
      assert.match(String(span?.attributes['url.query']), /X-Amz-Signature=REDACTED/);
    },
  },
  {
    name: "the caller's trace is continued and answered",
    run: async (tools) => {
      const { text } = await ask(tools, get('/', `X-Amzn-Trace-Id: ${root};Parent=${parent};Sampled=1`));
      const [span] = await tools.serverSpans(1);
      assert.equal(span?.spanContext().traceId, '5759e988bd862e3fe1be46a994272793');
      assert.equal(span?.parentSpanContext?.spanId, parent);
      assert.match(text, new RegExp(`\r\nX-Amzn-Trace-Id: ${root};Sampled=1\r\n`));
    },
  },
  {
    name: 'a request that is not sampled has its trace in the context and no span',
    run: async (tools) => {
      let active = '';
      const { text } = await ask(
        tools,
        get('/', `X-Amzn-Trace-Id: ${root};Parent=${parent};Sampled=0`),
        (_, response) => {
          active = tools.active();
          response.end();
        },
      );
      assert.match(text, new RegExp(`\r\nX-Amzn-Trace-Id: ${root};Sampled=0\r\n`));
      assert.match(active, /^[\da-f]{16}$/);
      await tools.serverSpans(0);
    },
  },
  {
    name: 'a framework names the request by its route',
    run: async (tools) => {
      await ask(tools, get('/users/17'), (_request, response) => {
        const metadata = getRPCMetadata(tools.context()) as RPCMetadata & { route?: string };
        metadata.route = '/users/:id';
        response.end();
      });
      const [span] = await tools.serverSpans(1);
      assert.equal(span?.name, 'GET /users/:id');
      assert.equal(span?.attributes['http.route'], '/users/:id');
    },
  },
  ...(['path', 'userAgent'] as const).map((by) => ({
    name: `a request that is ignored by its ${by} is not traced, nor what it calls`,
    run: async (tools: Tools) => {
      const { path, userAgent } = tools.ignored;
      const inner = await tools.listen(tools.http.createServer((_request, response) => response.end()));
      const handler: RequestListener = (request, response) => {
        request.resume().on('end', () => {
          tools.http.get({ port: inner, path, host: '127.0.0.1' }, (answer) => {
            answer.resume().on('end', () => response.end());
          });
        });
      };
      await ask(tools, by === 'path' ? get(path) : get('/', `User-Agent: ${userAgent}`), handler);
      await tools.serverSpans(0);
      await tools.clientSpans(0);
    },
  })),
  {
    name: 'a request over TLS is traced alike',
    run: async (tools) => {
      const server = tools.https.createServer(certificate, (_request, response) => response.end(tools.active()));
      const wire = await tools.connect(await tools.listen(server), { tls: true });
      wire.write(get('/secure'));
      const text = await wire.closed();
      const [span] = await tools.serverSpans(1);
      assert.ok(text.endsWith(span?.spanContext().spanId ?? '?'));
      assert.equal(span?.attributes['url.scheme'], 'https');
      assert.equal(span?.attributes['url.path'], '/secure');
    },
  },
  {
    name: 'hostile targets are answered as ever',
    run: async (tools) => {
      const targets = [
        '//',
        '/%',
        '/?',
        '/?&&=',
        '/../..',
        '*',
        `/${'a'.repeat(8000)}`,
        '/\xff',
        '/#?',
        'http://',
        'http://[',
        '/?=%zz',
      ];
      let served = 0;
      for (const target of targets) {
        const { text } = await ask(tools, get(target).replace('GET', target === '*' ? 'OPTIONS' : 'GET'));
        const isRefused = text.startsWith('HTTP/1.1 400');
        if (isRefused) continue;
        served += 1;
        assert.match(text, /^HTTP\/1.1 200 OK\r\n[^]*ok/, target);
        await tools.serverSpans(served);
      }
    },
  },
];
