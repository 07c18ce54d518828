import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type FakeCollector, startGrpcCollector, startHttpCollector } from '../../exporter/fake-collector.ts';
import { drawTrace } from '../../support/draw-trace.ts';
import { testNodes } from '../../support/nodes.ts';
import { startReceiver } from '../../support/receive.ts';
import { oneRequest, runWay } from './run-end.ts';

const pem = (name: string): string => fileURLToPath(new URL(`../../exporter/fixtures/${name}`, import.meta.url));
const mutualTls = {
  OTEL_EXPORTER_OTLP_CERTIFICATE: pem('ca.pem'),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: pem('client.pem'),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: pem('client-key.pem'),
};
const exit = { name: 'process.exit()', app: 'exits.cjs' };

describe.each(testNodes())('Node $version', (node) => {
  it.each([
    { protocol: 'grpc', start: startGrpcCollector, env: {} },
    { protocol: 'grpc', start: startGrpcCollector, env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' } },
    { protocol: 'http/protobuf', start: startHttpCollector, env: {} },
    { protocol: 'http/json', start: startHttpCollector, env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' } },
  ])('the last spans leave by $protocol with TLS, a client certificate and headers, $env', async (row) => {
    const collector: FakeCollector = await row.start({ tls: 'mutual' });
    const run = await runWay(node, exit, {
      ...row.env,
      ...mutualTls,
      OTEL_EXPORTER_OTLP_PROTOCOL: row.protocol,
      OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${collector.port}`,
      OTEL_EXPORTER_OTLP_HEADERS: 'X-Api-Key=abc%20def,bad name=x',
    });
    await collector.close();

    expect(run.code).toBe(4);
    expect(collector.received).toHaveLength(1);
    expect(collector.received[0]?.headers).toMatchObject({
      'x-api-key': 'abc def',
      'user-agent': expect.stringMatching(/^otel-xray\/\d/),
    });
    expect(collector.received[0]?.body.includes('ending')).toBe(true);
  });

  it.each(['http/protobuf', 'http/json'])('the last spans leave by %s', async (protocol) => {
    await using receiver = await startReceiver();
    const env = { OTEL_EXPORTER_OTLP_PROTOCOL: protocol, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.httpEndpoint };
    expect(await runWay(node, exit, env)).toMatchObject({ code: 4 });
    expect(drawTrace(receiver.spans())).toEqual(oneRequest);
  });

  it('the last spans find a collector by name', async () => {
    await using receiver = await startReceiver();
    const endpoint = receiver.xray.grpcEndpoint.replace('127.0.0.1', 'LOCALHOST');
    expect(await runWay(node, exit, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toMatchObject({ code: 4 });
    expect(drawTrace(receiver.spans())).toEqual(oneRequest);
  });

  it('the last spans are printed where there is no collector', async () => {
    const run = await runWay(node, exit, { OTEL_TRACES_EXPORTER: 'console' });
    expect(run.stdout.match(/name: 'GET'/g)).toHaveLength(2);
  });

  it('more spans than fit one request arrive once each', async () => {
    await using receiver = await startReceiver();
    await runWay(
      node,
      { name: 'many', app: 'many.cjs', args: ['1500'] },
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.grpcEndpoint,
      },
    );
    const names = receiver.spans().map(({ name }) => name);
    expect([names.length, new Set(names).size]).toEqual([1500, 1500]);
  });
});
