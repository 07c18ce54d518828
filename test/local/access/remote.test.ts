import { request as httpRequest } from 'node:http';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { GetTraceSummariesCommand, XRayClient } from '@aws-sdk/client-xray';
import { Metadata } from '@grpc/grpc-js';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { SimpleSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { documentsOf } from '../archived-documents.ts';

/** An address of this machine that is not the one which needs no token; only Linux has it without being told. */
const OTHER = '127.0.0.2';
const TOKEN = 'a-token-of-this-test';
const bearer = { authorization: `Bearer ${TOKEN}` };

interface Asked {
  readonly host?: string;
  readonly port: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

function ask({ host = OTHER, port, method = 'GET', path, headers = {}, body = '' }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname: host, port, method, path, headers }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      const answer = (): void => resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      response.on('data', (chunk: string) => {
        text += chunk;
        // A stream of events has no end.
        if (response.headers['content-type'] === 'text/event-stream') answer();
      });
      response.on('end', answer);
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe.skipIf(process.platform !== 'linux')('a local X-Ray that lets other machines in', () => {
  let xray: LocalXRay;
  let port: { api: string; grpc: string; http: string };
  beforeAll(async () => {
    xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0, remote: { host: OTHER, token: TOKEN } });
    const portOf = (endpoint: string): string => new URL(endpoint).port;
    port = { api: portOf(xray.xrayEndpoint), grpc: portOf(xray.grpcEndpoint), http: portOf(xray.httpEndpoint) };
  });
  afterAll(async () => await xray.close());

  const json = { 'content-type': 'application/json' };
  const RANGE = JSON.stringify({ StartTime: 0, EndTime: 1 });
  const api = (headers: Record<string, string>, more: Partial<Asked> = {}): Promise<Answer> =>
    ask({
      port: port.api,
      method: 'POST',
      path: '/TraceSummaries',
      headers: { ...json, ...headers },
      body: RANGE,
      ...more,
    });

  test('says under which name', () => expect(xray.remoteName).toBe(OTHER));

  test.each<[string, Record<string, string>, number]>([
    ['no token', {}, 401],
    ['a wrong token', { authorization: `Bearer ${TOKEN}x` }, 401],
    ['an empty token', { authorization: 'Bearer ' }, 401],
    ['the token in another scheme', { authorization: `Basic ${TOKEN}` }, 401],
    ['a made-up cookie', { cookie: 'otel-xray-00000000=1; otel-xray=1' }, 401],
    ['the token', bearer, 200],
    ['the token, and the origin of another site', { ...bearer, origin: 'https://evil.example' }, 403],
    ['the token, and the origin of another port', { ...bearer, origin: `http://${OTHER}:1` }, 403],
    ['the token, and another name for this machine', { ...bearer, host: 'evil.example' }, 421],
    ['no token, and the name of this machine', { host: 'localhost' }, 401],
  ])('answers a question with %s as it should', async (_name, headers, status) => {
    expect(await api(headers)).toMatchObject({ status });
  });

  test('is not kept busy by a header that could be read in many ways', async () => {
    const authorization = `AWS4-HMAC-SHA256 ${'a,  '.repeat(2000)}Credential=x`;
    expect(await api({ authorization })).toMatchObject({ status: 401 });
  });

  test('asks for the token in the way of HTTP', async () => {
    expect((await api({})).headers['www-authenticate']).toBe('Bearer');
  });

  test.each(['/console/status', '/console/lint', '/console/trace/1-0-0', '/console/events', '//x/../console/status'])(
    'tells nothing at %s without the token',
    async (path) => expect(await ask({ port: port.api, path })).toMatchObject({ status: 401 }),
  );

  test('gives the files of the console to everybody, for they tell nothing', async () => {
    expect(await ask({ port: port.api, path: '/' })).toMatchObject({ status: 200 });
  });

  test('gives a browser a cookie for the token that no script and no other site can use', async () => {
    const session = { port: port.api, method: 'POST', path: '/console/session', body: '{}' };
    expect((await ask({ ...session, headers: json })).headers['set-cookie']).toBeUndefined();
    const { headers } = await ask({ ...session, headers: { ...json, ...bearer } });
    const [given = ''] = headers['set-cookie'] ?? [];
    expect(given).toMatch(/^otel-xray-[\da-f]{8}=[\da-f]{56}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(given).not.toContain(TOKEN);
    const cookie = given.split(';', 1)[0] ?? '';
    expect(await api({ cookie: `theme=dark; ${cookie}` })).toMatchObject({ status: 200 });
    expect(await ask({ port: port.api, path: '/console/events', headers: { cookie } })).toMatchObject({
      status: 200,
      text: expect.stringContaining('retry'),
    });
    expect(await api({ cookie: `${cookie}0` })).toMatchObject({ status: 401 });
  });

  test('serves an AWS client that has the token for its access key id', async () => {
    const list = async (accessKeyId: string): Promise<unknown> => {
      const client = new XRayClient({
        region: 'local',
        endpoint: `http://${OTHER}:${port.api}`,
        credentials: { accessKeyId, secretAccessKey: 'any' },
        maxAttempts: 1,
      });
      const command = new GetTraceSummariesCommand({ StartTime: new Date(0), EndTime: new Date(1000) });
      return await client.send(command).finally(() => client.destroy());
    };
    expect(await list(TOKEN)).toMatchObject({ TraceSummaries: [] });
    await expect(list('AKIAIOSFODNN7EXAMPLE')).rejects.toMatchObject({ $metadata: { httpStatusCode: 401 } });
  });

  describe('takes spans', () => {
    const send = async (exporter: SpanExporter, name: string): Promise<boolean> => {
      const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
      provider.getTracer('test').startSpan(name, {}, ROOT_CONTEXT).end();
      await provider.shutdown();
      return documentsOf(xray.archive).some((document) => document.name === name);
    };
    const url = (which: 'grpc' | 'http'): string => `http://${OTHER}:${port[which]}`;
    const metadataOf = (token: string): Metadata => {
      const metadata = new Metadata();
      metadata.set('authorization', `Bearer ${token}`);
      return metadata;
    };

    test.each([
      ['by gRPC with the token', TOKEN, true],
      ['but none by gRPC with a wrong one', 'wrong', false],
      ['but none by gRPC without', undefined, false],
    ])('%s', async (name, token, isTaken) => {
      const metadata = token === undefined ? {} : { metadata: metadataOf(token) };
      expect(await send(new GrpcExporter({ url: url('grpc'), ...metadata }), name)).toBe(isTaken);
    });

    test.each([
      ['by HTTP with the token', TOKEN, true],
      ['but none by HTTP with a wrong one', 'wrong', false],
      ['but none by HTTP without', undefined, false],
    ])('%s', async (name, token, isTaken) => {
      const headers = token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } };
      expect(await send(new ProtobufExporter({ url: `${url('http')}/v1/traces`, ...headers }), name)).toBe(isTaken);
    });

    test.each<[string, Record<string, string>, number]>([
      ['without the token', {}, 401],
      ['from a page of another site', { ...bearer, origin: 'https://evil.example' }, 403],
      ['under another name', { ...bearer, host: 'evil.example' }, 421],
    ])('but by HTTP not %s', async (_name, headers, status) => {
      const asked = { port: port.http, method: 'POST', path: '/v1/traces', body: '{}' };
      expect(await ask({ ...asked, headers: { ...json, ...headers } })).toMatchObject({ status });
    });
  });

  test('asks nothing of this machine itself, which it still takes at its word', async () => {
    const own = { host: '127.0.0.1' };
    expect(await api({}, own)).toMatchObject({ status: 200 });
    expect(await api({ host: `${OTHER}:${port.api}` }, own)).toMatchObject({ status: 421 });
    expect(await ask({ ...own, port: port.api, path: '/console/status' })).toMatchObject({ status: 200 });
  });
});

test.skipIf(process.platform !== 'linux')(
  'at all addresses of the machine only loopback goes without a token',
  async () => {
    const xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0, remote: { host: '0.0.0.0', token: TOKEN } });
    const { port } = new URL(xray.xrayEndpoint);
    const status = { port, path: '/console/status' };
    expect(await ask({ ...status, host: '127.0.0.1' })).toMatchObject({ status: 200 });
    expect(await ask(status)).toMatchObject({ status: 401 });
    expect(await ask({ ...status, headers: bearer })).toMatchObject({ status: 200 });
    expect(await ask({ ...status, headers: { ...bearer, host: `192.0.2.7:${port}` } })).toMatchObject({ status: 200 });
    expect(await ask({ ...status, headers: { ...bearer, host: 'evil.example' } })).toMatchObject({ status: 421 });
    await xray.close();
  },
);

test('without that, there is only loopback', async () => {
  const xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
  const { port } = new URL(xray.xrayEndpoint);
  await expect(ask({ port, path: '/' })).rejects.toMatchObject({
    code: expect.stringMatching(/ECONNREFUSED|EADDRNOTAVAIL/),
  });
  await xray.close();
});

test('a host that is no address of this machine is told of', async () => {
  await expect(
    startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0, remote: { host: '192.0.2.1', token: TOKEN } }),
  ).rejects.toThrow(/EADDRNOTAVAIL/);
  await expect(
    startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0, remote: { host: 'localhost', token: TOKEN } }),
  ).rejects.toThrow(/"localhost" is \S+ here, which other machines do not reach/);
});
