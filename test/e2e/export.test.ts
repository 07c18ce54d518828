import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { drawTrace } from '../support/draw-trace.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { closedUrl, hangCollector, recordExports } from '../support/record-exports.ts';
import { type AppRun, foreignLines, type RawAnswer, serveOne } from '../support/run-app.ts';

const trace = ['exporting server GET 200'];
const general = { OTEL_TRACES_SAMPLER: 'always_on', OTEL_SERVICE_NAME: 'exporting' };
const secret = { OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=abc%20def' };

const overHttp = [
  { name: 'http/protobuf', env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, type: 'application/x-protobuf' },
  { name: 'http/json', env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, type: 'application/json' },
  {
    name: 'http/protobuf, compressed',
    env: { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
    type: 'application/x-protobuf',
    encoding: 'gzip',
  },
  {
    name: 'http/json, compressed',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip' },
    type: 'application/json',
    encoding: 'gzip',
  },
];

describe.each(testNodes())('Node $version', ({ binary }) => {
  const serve = async (env: Record<string, string>): Promise<{ run: AppRun; answer: RawAnswer }> => {
    const served = await serveOne(
      { node: binary, args: ['--require', './register', 'test/e2e/apps/one-request.cjs'], env: { ...general, ...env } },
      '/',
    );
    expect({ body: served.answer.body, code: served.run.code, says: foreignLines(served.run.stderr) }).toEqual({
      body: 'served',
      code: 0,
      says: [],
    });
    return served;
  };
  const warnings = ({ stderr }: AppRun): string[] =>
    stderr.split('\n').filter((line) => / (warn|error): /.test(line) && !line.includes('is out of support'));

  it.each([{}, { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' }, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', ...secret }])(
    'sends by grpc with %o',
    async (env) => {
      await using receiver = await startReceiver();
      const { run } = await serve({ ...receiver.env, ...env });

      expect(drawTrace(receiver.spans())).toEqual(trace);
      expect({ warnings: warnings(run), stdout: run.stdout }).toEqual({
        warnings: [],
        stdout: expect.stringMatching(/^\{"port":\d+\}\n$/),
      });
    },
  );

  it.each(overHttp)('sends by $name', async ({ env, type, encoding }) => {
    await using receiver = await startReceiver();
    await using front = await recordExports({ collector: receiver.xray.httpEndpoint });
    const { run } = await serve({ OTEL_EXPORTER_OTLP_ENDPOINT: front.url, ...secret, ...env });

    expect(drawTrace(receiver.spans())).toEqual(trace);
    expect(warnings(run)).toEqual([]);
    expect(front.exports.map(({ path }) => path)).toEqual(['/v1/traces']);
    expect(front.exports[0]?.headers).toMatchObject({
      'content-type': type,
      'x-api-key': 'abc def',
      'user-agent': expect.stringMatching(new RegExp(`^otel-xray/${manifest.version}( |$)`)),
    });
    expect(front.exports[0]?.headers['content-encoding']).toBe(encoding);
    expect(front.exports[0]?.headers).not.toHaveProperty('x-amzn-trace-id');
  });

  it.each(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])(
    'sends by http/protobuf to a /v1/traces of %s where no protocol is set, and says so once',
    async (variable) => {
      await using receiver = await startReceiver();
      await using front = await recordExports({ collector: receiver.xray.httpEndpoint });
      const { run } = await serve({ [variable]: `${front.url}/v1/traces` });

      expect(drawTrace(receiver.spans())).toEqual(trace);
      expect(front.exports.map(({ path, headers }) => `${path} ${headers['content-type']}`)).toEqual([
        '/v1/traces application/x-protobuf',
      ]);
      expect(run.stderr.match(/Using http\/protobuf/g)).toHaveLength(1);
    },
  );

  it('prints by console, beside a collector or alone', async () => {
    await using receiver = await startReceiver();
    const alone = await serve({ ...receiver.env, OTEL_TRACES_EXPORTER: 'console' });
    expect(receiver.spans()).toEqual([]);
    const beside = await serve({ ...receiver.env, OTEL_TRACES_EXPORTER: 'otlp,console' });

    expect(drawTrace(receiver.spans())).toEqual(trace);
    for (const { run } of [alone, beside]) expect(run.stdout).toMatch(/name: 'GET'/);
    expect(beside.run.stdout).toContain(receiver.spans()[0]?.traceId);
  });

  it('sends nothing by none', async () => {
    await using receiver = await startReceiver();
    await serve({ ...receiver.env, OTEL_TRACES_EXPORTER: 'none' });

    expect(receiver.spans()).toEqual([]);
  });

  describe.each(['grpc', 'http/protobuf'])('over %s', (protocol) => {
    const short = {
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_XRAY_SHUTDOWN_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_TIMEOUT: '700',
    };

    it('leaves the application as it was where no collector listens, with one line', async () => {
      const url = await closedUrl();
      const { run } = await serve({ ...short, OTEL_EXPORTER_OTLP_ENDPOINT: url });

      expect(warnings(run)).toEqual([expect.stringContaining(`did not get 1 span: 1 could not be delivered`)]);
    });

    it('leaves the application as it was where the collector never answers, with at most one line', async () => {
      await using hanging = await hangCollector();
      const { run } = await serve({ ...short, OTEL_EXPORTER_OTLP_ENDPOINT: hanging.url });
      expect(warnings(run).length).toBeLessThanOrEqual(1);
    });
  });

  it.each([400, 401, 404, 500, 503])(
    'leaves the application as it was where the collector answers %i, with one line',
    async (status) => {
      await using front = await recordExports({ status });
      const { run } = await serve({
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_ENDPOINT: front.url,
        OTEL_BSP_SCHEDULE_DELAY: '100',
        OTEL_XRAY_SHUTDOWN_TIMEOUT: '5000',
        OTEL_EXPORTER_OTLP_TIMEOUT: '2000',
      });
      expect(front.exports.length).toBeGreaterThan(0);
      expect(warnings(run)).toEqual([
        expect.stringContaining(`did not get 1 span: 1 could not be delivered (HTTP ${status} `),
      ]);
    },
  );
});
