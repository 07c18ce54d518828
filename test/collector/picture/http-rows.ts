import fc from 'fast-check';
import type { PictureRow } from './picture-row.ts';
import { host, inUrl, otherPort, word } from './words.ts';

const STATUSES = [200, 201, 302, 400, 404, 429, 499, 500, 503] as const;

function flagsOf(status: number): object {
  return { error: status >= 400 && status < 500, throttle: status === 429, fault: status >= 500 };
}

/** HTTP and fetch clients: named by host, by port too when it is not the default. */
export const httpCalls: PictureRow = fc
  .record({
    server: host,
    scheme: fc.constantFrom('http', 'https'),
    port: fc.option(otherPort),
    path: word,
    status: fc.constantFrom(...STATUSES),
    size: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
    scope: fc.constantFrom('@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-undici'),
  })
  .map(({ server, scheme, port, path, status, size, scope }) => {
    const defaultPort = scheme === 'http' ? 80 : 443;
    const url = `${scheme}://${inUrl(server)}${port === null ? '' : `:${port}`}/${path}`;
    return {
      row: 'HTTP clients are nodes named by host',
      file: {
        name: 'GET',
        kind: 'CLIENT',
        scope,
        parent: 'local',
        attributes: {
          'http.request.method': 'GET',
          'server.address': server,
          'server.port': port ?? defaultPort,
          'url.full': url,
          'http.response.status_code': status,
          'network.peer.address': '192.0.2.7',
          'network.peer.port': 54_321,
          ...(size !== null && { 'http.response.body.size': size }),
        },
        ...(status >= 400 && { status: { code: 2 } }),
      },
      documents: [
        {
          name: port === null ? server : `${server}:${port}`,
          namespace: 'remote',
          type: 'subsegment',
          http: { request: { method: 'GET', url }, response: { status, content_length: size ?? 0 } },
          ...flagsOf(status),
        },
      ],
    };
  });

/** gRPC clients. */
export const grpcCalls: PictureRow = fc
  .record({ server: host, port: otherPort, service: word })
  .map(({ server, port, service }) => ({
    row: 'gRPC clients are nodes named by host',
    file: {
      name: `grpc.${service}/Get`,
      kind: 'CLIENT',
      scope: '@opentelemetry/instrumentation-grpc',
      parent: 'local',
      attributes: {
        'rpc.system': 'grpc',
        'rpc.service': service,
        'rpc.method': 'Get',
        'server.address': server,
        'server.port': port,
      },
    },
    documents: [{ name: `${server}:${port}`, namespace: 'remote', type: 'subsegment', fault: false }],
  }));

/** Requests: a segment named after the service, with what the application said of it. */
export const requests: PictureRow = fc
  .record({
    path: word,
    status: fc.constantFrom(...STATUSES),
    user: word,
    tenant: fc.oneof(word, fc.integer(), fc.boolean()),
    note: fc.string({ unit: 'grapheme', maxLength: 40 }),
    peer: fc.option(word),
  })
  .map(({ path, status, user, tenant, note, peer }) => ({
    row: 'requests are segments named after the service',
    file: {
      name: `GET /${path}`,
      kind: 'SERVER',
      scope: '@opentelemetry/instrumentation-http',
      attributes: {
        'http.request.method': 'GET',
        'url.scheme': 'https',
        'url.path': `/${path}`,
        'server.address': 'shop.example.com',
        'client.address': '203.0.113.9',
        'network.peer.address': '10.0.0.1',
        'http.response.status_code': status,
        'enduser.id': user,
        tenant,
        'aws.xray.annotations': ['tenant'],
        'aws.xray.metadata.orders': JSON.stringify({ note }),
        // On a server it names the caller, and must not name the segment.
        ...(peer !== null && { 'peer.service': peer }),
      },
      ...(status >= 500 && { status: { code: 2 } }),
    },
    documents: [
      {
        name: 'shop',
        type: undefined,
        namespace: undefined,
        user,
        annotations: { tenant },
        metadata: { orders: { note } },
        http: {
          request: { method: 'GET', url: `https://shop.example.com/${path}`, client_ip: '203.0.113.9' },
          response: { status },
        },
        service: { version: '1.2.3' },
        ...flagsOf(status),
      },
    ],
  }));
