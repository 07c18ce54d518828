import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createGrpcClient } from '../../src/exporter/grpc-client.ts';
import { createHttpClient } from '../../src/exporter/http-client.ts';
import type { OtlpClient } from '../../src/exporter/otlp-client.ts';
import { describeFailure } from '../../src/exporter/describe-failure.ts';
import { explainWrongPort } from '../../src/exporter/wrong-port.ts';

const question = '; is the port wrong? Collectors take gRPC at 4317 and HTTP at 4318';

async function listen(server: Pick<Server, 'listen' | 'address' | 'close' | 'once'>): Promise<URL> {
  server.listen(0, '127.0.0.1');
  await once(server as Server, 'listening');
  onTestFinished(() => void server.close());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`);
}

async function reasonOf(client: OtlpClient): Promise<string> {
  onTestFinished(() => client.close());
  const answer = await client.send(new Uint8Array(), 5000);
  return answer.status === 'success' ? 'success' : describeFailure(answer.error);
}

const grpc = (url: URL) => createGrpcClient({ url, headers: {}, isCompressed: false, userAgent: 'test' });
const http = (url: URL) => createHttpClient({ url, headers: {}, isCompressed: false, tlsFiles: {} });

test('an HTTP server that is spoken gRPC to', async () => {
  const url = await listen(createHttpServer((_request, response) => response.end()));
  expect(await reasonOf(grpc(url))).toBe(`14 UNAVAILABLE: Protocol error${question}`);
});

test('a gRPC server without the service', async () => {
  const server = createHttp2Server((_request, response) => {
    response.writeHead(200, {
      'content-type': 'application/grpc',
      'grpc-status': '12',
      'grpc-message':
        'The server does not implement the method /opentelemetry.proto.collector.trace.v1.TraceService/Export',
    });
    response.end();
  });
  expect(await reasonOf(grpc(await listen(server as never)))).toBe(`12 UNIMPLEMENTED${question}`);
});

test('a gRPC server that is spoken HTTP to', async () => {
  const url = await listen(createHttp2Server() as never);
  expect(await reasonOf(http(url))).toMatch(/^Parse Error: .*; is the port wrong\?/);
});

test('a web server that knows no such path', async () => {
  const url = await listen(createHttpServer((_request, response) => response.writeHead(404).end()));
  expect(await reasonOf(http(url))).toBe(`HTTP 404 Not Found${question}`);
});

test('other failures are left as they are', () => {
  for (const spoken of ['grpc', 'http'] as const) {
    for (const message of ['connect ECONNREFUSED', '14 UNAVAILABLE: connect ECONNREFUSED', 'HTTP 503', '']) {
      const error = new Error(message);
      expect(explainWrongPort(error, spoken)).toBe(error);
    }
  }
});
