import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import type { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import type * as Http from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { noteHttpRequest } from '../../src/propagation/note-http-request.ts';
import { DEFAULTS } from './trace-headers.ts';
import { listen, registerTracing, traceHeadersOf, unregisterTracing } from './traced-process.ts';

const instrumentation = new HttpInstrumentation({
  disableIncomingRequestInstrumentation: true,
  startOutgoingSpanHook: (options) => {
    noteHttpRequest(options);
    return {};
  },
});
// After the instrumentation, which hooks `require`.
const http = createRequire(import.meta.url)('node:http') as typeof Http;

let server: { port: number; close: () => Promise<void> };
let exporter: InMemorySpanExporter;

beforeAll(async () => void (server = await listen()));
afterAll(async () => {
  instrumentation.disable();
  await server.close();
});
afterEach(unregisterTracing);

/** What the server received. */
async function send(start: () => ClientRequest): Promise<string[]> {
  const request = start().end();
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request.on('response', resolve).on('error', reject),
  );
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += String(chunk);
  return JSON.parse(body) as string[];
}

const options = (more: RequestOptions = {}): RequestOptions => ({
  host: '127.0.0.1',
  port: server.port,
  agent: false,
  ...more,
});

describe('one of each header goes out', () => {
  const forwarded: Record<string, string> = {
    'X-Amzn-Trace-Id': 'old',
    Traceparent: 'old',
    tracestate: 'old=1',
    'X-App': 'kept',
  };

  test.each<[string, () => ClientRequest]>([
    ['request(options)', () => http.request(options({ headers: forwarded }))],
    ['get(url, options)', () => http.get(`http://127.0.0.1:${server.port}/`, { headers: forwarded, agent: false })],
    [
      'get(URL, options)',
      () => http.get(new URL(`http://127.0.0.1:${server.port}/`), { headers: forwarded, agent: false }),
    ],
    [
      'a flat array',
      () => http.request(options({ headers: [...Object.entries(forwarded).flat(), 'Host', 'theirs.test'] })),
    ],
    [
      'an array of pairs',
      () =>
        http.request(
          options({ headers: [...Object.entries(forwarded), ['Host', 'theirs.test']] as unknown as string[] }),
        ),
    ],
  ])('%s', async (_form, start) => {
    exporter = registerTracing(instrumentation, DEFAULTS);
    const received = await send(start);
    expect(traceHeadersOf(received).map(([name]) => name)).toEqual(['traceparent', 'x-amzn-trace-id']);
    const [span] = exporter.getFinishedSpans();
    expect(traceHeadersOf(received)[1]?.[1]).toContain(`Parent=${span?.spanContext().spanId}`);
    expect(received[received.indexOf('X-App') + 1]).toBe('kept');
    expect(forwarded).toMatchObject({ Traceparent: 'old' });
  });

  test('headers in an array arrive as they were, repeated ones too', async () => {
    registerTracing(instrumentation, { ...DEFAULTS, propagators: ['xray'] });
    const headers = ['Host', 'theirs.test', 'X-App', 'a', 'x-app', 'b', 'X-Number', 7 as unknown as string];
    const received = await send(() => http.request(options({ headers })));
    const list = received
      .filter((_, index) => index % 2 === 0)
      .map((name, index) => `${name}: ${received[2 * index + 1]}`);
    expect(list).toEqual(expect.arrayContaining(['Host: theirs.test', 'X-App: a', 'X-App: b', 'X-Number: 7']));
    expect(list.filter((line) => /^\d+:/.test(line))).toEqual([]);
    expect(headers).toHaveLength(8);
  });
});

describe('only listed hosts get trace headers', () => {
  test.each<[string, readonly string[], () => ClientRequest, boolean]>([
    ['a listed host', ['127.0.0.1'], () => http.request(options()), true],
    ['a listed host by URL', ['127.0.0.*'], () => http.get(`http://127.0.0.1:${server.port}/`, { agent: false }), true],
    [
      'a listed host by hostname',
      ['127.0.0.1'],
      () => http.request(options({ host: 'not.this', hostname: '127.0.0.1' })),
      true,
    ],
    ['another host', ['other.test'], () => http.request(options()), false],
    ['another port', ['127.0.0.1:1'], () => http.request(options()), false],
  ])('%s', async (_case, propagateTo, start, isListed) => {
    registerTracing(instrumentation, { ...DEFAULTS, propagateTo });
    const baggage = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ tenant: { value: 'blue' } }));
    const received = await context.with(baggage, () => send(start));
    expect(traceHeadersOf(received).map(([name]) => name)).toEqual(
      isListed ? ['baggage', 'traceparent', 'x-amzn-trace-id'] : [],
    );
  });

  test('the port of a listed host counts', async () => {
    registerTracing(instrumentation, { ...DEFAULTS, propagateTo: [`127.0.0.1:${server.port}`] });
    expect(traceHeadersOf(await send(() => http.request(options())))).toHaveLength(2);
  });

  test('requests at the same time each get what their own host may have', async () => {
    registerTracing(instrumentation, { ...DEFAULTS, propagateTo: ['localhost'] });
    const hosts = Array.from({ length: 20 }, (_, index) => (index % 3 === 0 ? 'localhost' : '127.0.0.1'));
    const received = await Promise.all(
      hosts.map((hostname) => send(() => http.request({ hostname, port: server.port, agent: false, family: 4 }))),
    );
    expect(received.map((headers) => traceHeadersOf(headers).length)).toEqual(
      hosts.map((host) => (host === 'localhost' ? 2 : 0)),
    );
  });
});
