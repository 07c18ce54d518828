import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { SimpleSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import {
  compressionAlgorithms,
  credentials,
  makeGenericClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LocalXRay, startLocal } from '../../src/local/start-local.ts';
import { documentsOf } from './archived-documents.ts';
import { recordSampleSpans } from './receiver/sample-spans.ts';

let xray: LocalXRay;

beforeEach(async () => {
  xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
});

afterEach(async () => {
  await xray.close();
});

function documentNames(): string[] {
  return documentsOf(xray.archive).map(({ name }) => name ?? '');
}

async function exportOneSpan(exporter: SpanExporter): Promise<void> {
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  provider
    .getTracer('test')
    .startSpan('exported', { attributes: { long: 'x'.repeat(5000) } }, ROOT_CONTEXT)
    .end();
  await provider.forceFlush();
  await provider.shutdown();
}

describe('spans of real exporters arrive', () => {
  const { GZIP, NONE } = CompressionAlgorithm;
  const exporters: Record<string, () => SpanExporter> = {
    gRPC: () => new GrpcExporter({ url: xray.grpcEndpoint }),
    'gRPC with gzip': () => new GrpcExporter({ url: xray.grpcEndpoint, compression: GZIP }),
    'HTTP with protobuf': () => new ProtobufExporter({ url: `${xray.httpEndpoint}/v1/traces` }),
    'HTTP with protobuf and gzip': () =>
      new ProtobufExporter({ url: `${xray.httpEndpoint}/v1/traces`, compression: GZIP }),
    'HTTP with JSON': () => new JsonExporter({ url: `${xray.httpEndpoint}/v1/traces`, compression: NONE }),
    'HTTP with JSON and gzip': () => new JsonExporter({ url: `${xray.httpEndpoint}/v1/traces`, compression: GZIP }),
    'gRPC to the HTTP port': () => new GrpcExporter({ url: xray.httpEndpoint }),
    'gRPC to the port of the API': () => new GrpcExporter({ url: xray.xrayEndpoint }),
    'HTTP to the port of the API': () => new ProtobufExporter({ url: `${xray.xrayEndpoint}/v1/traces` }),
    'HTTP to the gRPC port': () => new ProtobufExporter({ url: `${xray.grpcEndpoint}/v1/traces` }),
  };

  test.each(Object.keys(exporters))('%s', async (name) => {
    const exporter = exporters[name]?.();
    if (exporter === undefined) throw new Error(name);
    await exportOneSpan(exporter);
    expect(documentNames()).toEqual(['exported']);
  });
});

type GrpcAnswer = { readonly code: status; readonly details?: string };

async function callGrpc(path: string, message: Buffer, options: object = {}): Promise<GrpcAnswer> {
  const Client = makeGenericClientConstructor({}, 'any');
  const client = new Client(new URL(xray.grpcEndpoint).host, credentials.createInsecure(), options);
  const asIs = (bytes: Buffer): Buffer => bytes;
  const answer = await new Promise<GrpcAnswer>((resolve) => {
    client.makeUnaryRequest(path, asIs, asIs, message, (error: ServiceError | null) =>
      resolve(error === null ? { code: status.OK } : { code: error.code, details: error.details }),
    );
  });
  client.close();
  return answer;
}

describe('gRPC', () => {
  test.each(['metrics.v1.MetricsService', 'logs.v1.LogsService'])('%s succeeds, whatever it says', async (service) => {
    const answer = await callGrpc(`/opentelemetry.proto.collector.${service}/Export`, Buffer.from('anything'));
    expect(answer.code).toBe(status.OK);
  });

  test('a malformed message is refused for good, and the next one is taken', async () => {
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
    expect(await callGrpc(path, Buffer.from('garbage'))).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(await callGrpc(path, Buffer.alloc(0))).toMatchObject({ code: status.OK });
  });

  test('a message beyond the limit is refused, compressed or not', async () => {
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
    const zeros = Buffer.alloc(21 * 1024 * 1024);
    expect(await callGrpc(path, zeros)).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const gzip = { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip };
    expect(await callGrpc(path, zeros, gzip)).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect(await callGrpc(path, Buffer.alloc(0), gzip)).toMatchObject({ code: status.OK });
  });

  test('an unknown service is unimplemented', async () => {
    expect(await callGrpc('/some.Service/Method', Buffer.alloc(0))).toMatchObject({ code: status.UNIMPLEMENTED });
  });
});

interface HttpRequest {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
}

async function post({ path = '/v1/traces', method = 'POST', headers = {}, body }: HttpRequest): Promise<Response> {
  return await fetch(`${xray.httpEndpoint}${path}`, {
    method,
    headers: { 'content-type': 'application/x-protobuf', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : Buffer.from(body) }),
  });
}

describe('HTTP', () => {
  test.each(['/v1/metrics', '/v1/logs'])('%s succeeds, whatever it says', async (path) => {
    expect((await post({ path, body: 'anything' })).status).toBe(200);
  });

  test('deflate is understood', async () => {
    const body = ProtobufTraceSerializer.serializeRequest(await recordSampleSpans()) ?? new Uint8Array();
    const response = await post({ headers: { 'content-encoding': 'deflate' }, body: deflateSync(body) });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    expect(documentNames()).toHaveLength(2);
  });

  test('spans without ids are counted in the answer', async () => {
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'x' }] }] }] });
    const response = await post({ headers: { 'content-type': 'application/json; charset=utf-8' }, body });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
  });

  test.each<[number, string, HttpRequest]>([
    [400, 'a body that is no protobuf', { body: 'garbage' }],
    [400, 'a body that is no JSON', { headers: { 'content-type': 'application/json' }, body: '{' }],
    [400, 'a body that is not gzip', { headers: { 'content-encoding': 'gzip' }, body: 'garbage' }],
    [403, 'a page of another machine', { headers: { origin: 'https://example.com' }, body: '' }],
    [404, 'an unknown path', { path: '/v2/traces', body: '' }],
    [405, 'another method', { method: 'PUT', body: '' }],
    [413, 'a body that is too long', { body: new Uint8Array(20 * 1024 * 1024 + 1) }],
    [
      413,
      'a small body that inflates to a huge one',
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(64 * 1024 * 1024)) },
    ],
    [415, 'an unknown content type', { headers: { 'content-type': 'text/plain' }, body: '' }],
    [415, 'an unknown encoding', { headers: { 'content-encoding': 'br' }, body: '' }],
  ])('%i for %s, and the next request is taken', async (statusCode, _name, request) => {
    expect((await post(request)).status).toBe(statusCode);
    expect((await post({ body: '' })).status).toBe(200);
    expect(documentNames()).toEqual([]);
  });

  test('421 for a host name that only points here', async () => {
    const answer = await sendRaw('POST /v1/traces HTTP/1.1\r\nHost: evil.example:4318\r\nContent-Length: 0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
  });

  test('an error is said in the encoding of the request', async () => {
    const json = await post({ headers: { 'content-type': 'application/json' }, body: '[]' });
    expect(await json.json()).toEqual({ code: 3, message: '"the message" is a list; expected an object.' });
    const protobuf = await post({ body: 'garbage' });
    expect(protobuf.headers.get('content-type')).toBe('application/x-protobuf');
  });
});

async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(xray.httpEndpoint).port), '127.0.0.1');
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('connections', () => {
  test('what is no protocol at all gets an error and the end', async () => {
    expect(await sendRaw('\u0016\u0003\u0001 hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendRaw('PRI * HTTP/9.9\r\n\r\n')).not.toContain('200');
    expect((await post({ body: '' })).status).toBe(200);
  });

  test('a producer that breaks off mid-request does no harm', async () => {
    const socket = connect(Number(new URL(xray.httpEndpoint).port), '127.0.0.1');
    const head = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n';
    await new Promise<void>((resolve) => {
      socket.write(`${head}Content-Length: 100\r\n\r\nabc`, () => resolve());
    });
    socket.resetAndDestroy();
    expect((await post({ body: '' })).status).toBe(200);
  });

  test('idle means that no producer is connected any more', async () => {
    const exporter = new GrpcExporter({ url: xray.grpcEndpoint });
    await exportOneSpan(exporter);
    await xray.whenIdle();
    expect(documentNames()).toEqual(['exported']);
  });
});

describe('ports', () => {
  async function occupy(): Promise<{ server: Server; port: number }> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, port: (server.address() as AddressInfo).port };
  }

  test('the given ports are taken when they are free', async () => {
    const probe = createTcpServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const other = await startLocal({ grpcPort: port, httpPort: 0, xrayPort: 0 });
    expect(other.grpcEndpoint).toBe(`http://127.0.0.1:${port}`);
    expect(other.replacedPorts).toEqual([]);
    await other.close();
  });

  test('a port in use is replaced by a free one, and that is told', async () => {
    const { server, port } = await occupy();
    const other = await startLocal({ grpcPort: port, httpPort: port, xrayPort: port });
    const got = [other.grpcEndpoint, other.httpEndpoint, other.xrayEndpoint].map((endpoint) =>
      Number(new URL(endpoint).port),
    );
    expect(other.replacedPorts).toEqual([
      { protocol: 'OTLP/gRPC', wanted: port, got: got[0] },
      { protocol: 'OTLP/HTTP', wanted: port, got: got[1] },
      { protocol: 'X-Ray', wanted: port, got: got[2] },
    ]);
    await exportOneSpan(new GrpcExporter({ url: other.grpcEndpoint }));
    expect(other.archive.counts.traces).toBe(1);
    await other.close();
    server.close();
  });

  test('a closed local X-Ray is gone', async () => {
    const other = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
    await other.close();
    await expect(fetch(`${other.httpEndpoint}/v1/traces`, { method: 'POST' })).rejects.toThrow();
  });
});
