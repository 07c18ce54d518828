import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import assert from 'node:assert/strict';
import {
  createServer,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { parse } from 'node:url';
import { certificate } from '../certificate.ts';
import { attributesOf } from '../attributes.ts';
import type { Scenario, Tools } from '../scenario.ts';
import { untraced } from '../untraced.ts';

const TRACE_HEADERS = ['traceparent', 'x-amzn-trace-id'];

/** What a server got of a request. */
export interface Got {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
}

/** A server that answers what it got. It was loaded before the instrumentation, but its spans are not looked at. */
async function listen(tools: Tools, isSecure = false): Promise<number> {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { method, url, rawHeaders } = request;
    request.resume().on('end', () => response.end(JSON.stringify({ method, url, rawHeaders })));
  };
  return tools.listen(isSecure ? createSecureServer(certificate, answer) : createServer(answer));
}

/** Waits for the answer of a request that ends by itself or not. */
export async function read(request: ClientRequest): Promise<Got> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
    if (!request.writableEnded) request.end();
  });
  let body = '';
  for await (const piece of response.setEncoding('utf8')) body += String(piece);
  return JSON.parse(body) as Got;
}

/** Values of a header as it came, however often and however written. */
export function valuesOf({ rawHeaders }: Got, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

type Module = Pick<Tools['http'], 'request' | 'get'>;
type Call = (module: Module, base: string, options: RequestOptions, callback: () => void) => ClientRequest;

/** `options` has host and port only where the form has no URL. */
const forms: Readonly<Record<string, Call>> = {
  'request(text)': ({ request }, base) => request(`${base}/path?a=1`),
  'request(text, callback)': ({ request }, base, _options, callback) => request(`${base}/path?a=1`, callback),
  'request(text, options)': ({ request }, base, options) => request(`${base}/path?a=1`, options),
  'request(text, options, callback)': ({ request }, base, options, callback) =>
    request(`${base}/path?a=1`, options, callback),
  'request(URL)': ({ request }, base) => request(new URL(`${base}/path?a=1`)),
  'request(URL, callback)': ({ request }, base, _options, callback) => request(new URL(`${base}/path?a=1`), callback),
  'request(URL, options)': ({ request }, base, options) => request(new URL(`${base}/path?a=1`), options),
  'request(URL, options, callback)': ({ request }, base, options, callback) =>
    request(new URL(`${base}/path?a=1`), options, callback),
  'request(options)': ({ request }, base, options) => request(withHost(base, options)),
  'request(options, callback)': ({ request }, base, options, callback) => request(withHost(base, options), callback),
  'request(frozen options)': ({ request }, base, options) => request(Object.freeze(withHost(base, options))),
  'request(options without a prototype)': ({ request }, base, options) =>
    request(Object.assign(Object.create(null) as object, withHost(base, options))),
  'request(parsed URL)': ({ request }, base) => request(parse(`${base}/path?a=1`)),
  'request(text, undefined, callback)': ({ request }, base, _options, callback) =>
    Reflect.apply(request, undefined, [`${base}/path?a=1`, undefined, callback]),
  'request(URL, null, callback)': ({ request }, base, _options, callback) =>
    Reflect.apply(request, undefined, [new URL(`${base}/path?a=1`), null, callback]),
  'request(options, undefined, callback)': ({ request }, base, options, callback) =>
    Reflect.apply(request, undefined, [withHost(base, options), undefined, callback]),
  'request(URL whose path the options replace)': ({ request }, base, options) =>
    request(`${base}/other`, { ...options, path: '/path?a=1' }),
  'get(text)': ({ get }, base) => get(`${base}/path?a=1`),
  'get(text, callback)': ({ get }, base, _options, callback) => get(`${base}/path?a=1`, callback),
  'get(URL, options, callback)': ({ get }, base, options, callback) =>
    get(new URL(`${base}/path?a=1`), options, callback),
  'get(text, undefined, callback)': ({ get }, base, _options, callback) =>
    Reflect.apply(get, undefined, [`${base}/path?a=1`, undefined, callback]),
  'get(options, callback)': ({ get }, base, options, callback) => get(withHost(base, options), callback),
};

function withHost(base: string, options: RequestOptions): RequestOptions {
  const { hostname, port } = new URL(base);
  return { hostname, port, path: '/path?a=1', ...options };
}

async function readCountingCallbacks(
  send: (callback: () => void) => ClientRequest,
): Promise<{ got: Got; calledBack: number }> {
  let calledBack = 0;
  const got = await read(send(() => (calledBack += 1)));
  return { got, calledBack };
}

async function makeCall(tools: Tools, isSecure: boolean, call: Call): Promise<void> {
  const scheme = isSecure ? 'https' : 'http';
  const port = await listen(tools, isSecure);
  const base = `${scheme}://127.0.0.1:${String(port)}`;
  const module = isSecure ? tools.https : tools.http;
  if (isSecure) tools.https.globalAgent.options.rejectUnauthorized = false;
  const options: RequestOptions = { agent: module === tools.https ? tools.https.globalAgent : tools.http.globalAgent };
  const before = { ...options };
  const { got, calledBack, parentId } = await tools.inParent(async (id) => ({
    ...(await readCountingCallbacks((callback) => call(module, base, options, callback))),
    parentId: id,
  }));
  // Not every form of Node's own calls back: `https.request` does not hear a callback behind `undefined`.
  const own = await readCountingCallbacks((callback) => call(untraced[scheme], base, options, callback));
  const [span] = await tools.clientSpans(1);
  assert.deepEqual(options, before);
  assert.equal(got.method, 'GET');
  assert.equal(got.url, '/path?a=1');
  assert.equal(calledBack, own.calledBack);
  assert.equal(own.got.url, got.url);
  assert.equal(span?.name, 'GET');
  assert.equal(span?.kind, SpanKind.CLIENT);
  assert.equal(span?.parentSpanContext?.spanId, parentId);
  assert.deepEqual(span?.status, { code: SpanStatusCode.UNSET });
  assert.deepEqual(attributesOf(span), {
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'server.address': '127.0.0.1',
    'server.port': port,
    'url.full': `${base}/path?a=1`,
    'network.peer.address': '127.0.0.1',
    'network.peer.port': port,
    'network.protocol.version': '1.1',
  });
  for (const name of TRACE_HEADERS) {
    const values = valuesOf(got, name);
    assert.equal(values.length, 1, name);
    assert.ok(values[0]?.includes(span?.spanContext().spanId ?? '?'), name);
  }
}

/** Arguments that Node refuses; the error must be Node's own. */
const refused: Readonly<Record<string, readonly unknown[]>> = {
  'a text that is no URL': ['no url'],
  'another protocol': [{ protocol: 'ftp:', hostname: '127.0.0.1' }],
  'a URL of another protocol': ['https://127.0.0.1/'],
  'a path with a space': [{ path: '/a b' }],
  'a host that is no text': [{ host: 7 }],
  'a method that is no token': [{ method: 'A B' }],
  'a header that is none': [{ headers: { 'a b': 'c' } }],
  'a header without a value': [{ headers: { a: undefined } }],
  'an odd list of headers': [{ headers: ['a'] }],
  'an agent that is none': [{ agent: 7 }],
};

export const clientCalls: readonly Scenario[] = [
  ...[false, true].flatMap((isSecure) =>
    Object.entries(forms).map(([form, call]) => ({
      name: `${isSecure ? 'https' : 'http'}.${form} is one client span and sends one of each trace header`,
      run: (tools: Tools) => makeCall(tools, isSecure, call),
    })),
  ),
  ...Object.entries(refused).map(([what, args]) => ({
    name: `${what} is refused as ever`,
    run: (tools: Tools) => {
      const codeOf = (make: () => unknown): unknown => {
        try {
          make();
          return 'nothing was refused';
        } catch (error) {
          return error instanceof Error && 'code' in error ? error.code : error;
        }
      };
      const { ClientRequest } = tools.http;
      const expected = codeOf(() => Reflect.construct(ClientRequest, args));
      assert.notEqual(expected, 'nothing was refused');
      assert.equal(
        codeOf(() => Reflect.apply(tools.http.request, undefined, args) as unknown),
        expected,
      );
    },
  })),
  {
    name: 'a call that Node refuses is recorded as failed',
    run: async (tools) => {
      assert.throws(() => tools.http.request({ hostname: '127.0.0.1', path: '/a b' }));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.status.code, SpanStatusCode.ERROR);
      assert.equal(span?.attributes['error.type'], 'ERR_UNESCAPED_CHARACTERS');
    },
  },
  {
    name: 'the method, the user agent and all headers go out and are recorded',
    run: async (tools) => {
      const port = await listen(tools);
      const headers = { 'User-Agent': 'app/1', 'X-App': ['a', 'b'], cookie: ['c=1', 'd=2'] };
      const before = structuredClone(headers);
      const got = await read(tools.http.request({ port, host: '127.0.0.1', method: 'patch', headers }));
      assert.equal(got.method, 'PATCH');
      assert.deepEqual(valuesOf(got, 'x-app'), ['a', 'b']);
      assert.deepEqual(valuesOf(got, 'cookie'), ['c=1; d=2']);
      assert.deepEqual(headers, before);
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.name, 'PATCH');
      assert.equal(span?.attributes['user_agent.original'], 'app/1');
    },
  },
  {
    name: 'headers in a list go out exactly so, with the trace headers behind',
    run: async (tools) => {
      const port = await listen(tools);
      const headers = ['Host', 'theirs.test', 'X-App', 'a', 'x-app', 'b', 'X-Amzn-Trace-Id', 'old', 'X-Last', 'c'];
      const got = await read(tools.http.request({ port, host: '127.0.0.1', headers, agent: false }));
      const own = ['Host', 'theirs.test', 'X-App', 'a', 'x-app', 'b', 'X-Last', 'c'];
      assert.deepEqual(got.rawHeaders.slice(0, own.length), own);
      for (const name of TRACE_HEADERS) assert.equal(valuesOf(got, name).length, 1, name);
      assert.equal(headers.length, 10);
      await tools.clientSpans(1);
    },
  },
  {
    name: 'trace headers that the application forwards are replaced, however written',
    run: async (tools) => {
      const port = await listen(tools);
      const headers = { TRACEPARENT: 'old', 'X-amzn-trace-ID': 'old', tracestate: 'old=1' };
      const got = await read(tools.http.get({ port, host: '127.0.0.1', headers }));
      const [span] = await tools.clientSpans(1);
      for (const name of TRACE_HEADERS) {
        assert.equal(valuesOf(got, name).length, 1, name);
        assert.ok(valuesOf(got, name)[0]?.includes(span?.spanContext().spanId ?? '?'), name);
      }
      assert.deepEqual(valuesOf(got, 'tracestate'), []);
    },
  },
  {
    name: 'below a span that is not sampled the headers say so and there is no span',
    run: async (tools) => {
      const port = await listen(tools);
      const got = await tools.inUnsampledParent(() => read(tools.http.get({ port, host: '127.0.0.1' })));
      assert.match(
        valuesOf(got, 'x-amzn-trace-id')[0] ?? '',
        /^Root=1-67891233-abcdef012345678912345678;Parent=[\da-f]{16};Sampled=0$/,
      );
      assert.match(valuesOf(got, 'traceparent')[0] ?? '', /^00-67891233abcdef012345678912345678-[\da-f]{16}-00$/);
      await tools.clientSpans(0);
    },
  },
  {
    name: 'where tracing is suppressed nothing is added',
    run: async (tools) => {
      const port = await listen(tools);
      const got = await tools.suppressed(() =>
        read(tools.http.get({ port, host: '127.0.0.1', headers: { Traceparent: 'theirs' } })),
      );
      assert.deepEqual(valuesOf(got, 'traceparent'), ['theirs']);
      assert.deepEqual(valuesOf(got, 'x-amzn-trace-id'), []);
      await tools.clientSpans(0);
    },
  },
  {
    name: 'an ignored host gets neither span nor headers',
    run: async (tools) => {
      const port = await listen(tools);
      const lookup = ((_host: string, _options: object, done: (error: null, addresses: object[]) => void) =>
        done(null, [{ address: '127.0.0.1', family: 4 }])) as unknown as RequestOptions['lookup'];
      const got = await read(tools.http.get({ port, hostname: tools.ignored.host, lookup }));
      assert.deepEqual(valuesOf(got, 'x-amzn-trace-id'), []);
      await tools.clientSpans(0);
    },
  },
  {
    name: 'user, password and credentials in a URL are sent, but not recorded',
    run: async (tools) => {
      const port = await listen(tools);
      const url = `http://user:pa55@127.0.0.1:${String(port)}/file?X-Amz-Credential=AKIDEXAMPLE&X-Amz-Signature=5ec3e7`;
      const got = await read(tools.http.get(url));
      assert.deepEqual(valuesOf(got, 'authorization'), [`Basic ${Buffer.from('user:pa55').toString('base64')}`]);
      assert.match(got.url, /5ec3e7/);
      const [span] = await tools.clientSpans(1);
      assert.equal(
        span?.attributes['url.full'],
        `http://REDACTED:REDACTED@127.0.0.1:${String(port)}/file?X-Amz-Credential=REDACTED&X-Amz-Signature=REDACTED`,
      );
    },
  },
  {
    name: 'a request by way of a proxy tells its target',
    run: async (tools) => {
      const port = await listen(tools);
      const got = await read(tools.http.get({ port, host: '127.0.0.1', path: 'http://shop.test/a?b=1' }));
      assert.equal(got.url, 'http://shop.test/a?b=1');
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['url.full'], 'http://shop.test/a?b=1');
    },
  },
  {
    name: 'an IPv6 address stands in brackets in the URL only',
    run: async (tools) => {
      const request = tools.http.get({ host: '::1', port: 1 });
      await new Promise((resolve) => request.on('error', resolve));
      const [span] = await tools.clientSpans(1);
      assert.equal(span?.attributes['server.address'], '::1');
      assert.equal(span?.attributes['url.full'], 'http://[::1]:1/');
    },
  },
];
