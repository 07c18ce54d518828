import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { testNodes } from '../support/nodes.ts';
import { type AppRun, runApp } from '../support/run-app.ts';

/** The line for the default settings, and what else may stand in its places. */
function preamble(
  nodeVersion: string,
  exporter: string,
  sampler = 'xray with http://127.0.0.1:2000',
  service = 'otel-xray',
): string {
  return `otel-xray ${manifest.version} on Node ${nodeVersion}: service "${service}", exporter ${exporter}, sampler ${sampler}.`;
}

const rows = [
  { name: 'the defaults', env: {}, exporter: 'otlp grpc to http://127.0.0.1:4317' },
  {
    name: 'a collector elsewhere',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example:4317' },
    exporter: 'otlp grpc to https://otel.example:4317',
  },
  {
    name: 'HTTP',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1234/base' },
    exporter: 'otlp http/json to http://127.0.0.1:1234/base/v1/traces',
  },
  { name: 'no exporter', env: { OTEL_TRACES_EXPORTER: 'none' }, exporter: 'none' },
  { name: 'the console', env: { OTEL_TRACES_EXPORTER: 'console' }, exporter: 'console' },
  {
    name: 'a share',
    env: { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
    exporter: 'otlp grpc to http://127.0.0.1:4317',
    sampler: 'parentbased_traceidratio 0.25',
  },
  {
    name: 'a service name',
    env: { OTEL_SERVICE_NAME: 'shop' },
    exporter: 'otlp grpc to http://127.0.0.1:4317',
    service: 'shop',
  },
];

describe.each(testNodes())('Node $version', ({ version, binary }) => {
  const runWith = (env: Record<string, string>, app = 'nothing.cjs'): Promise<AppRun> =>
    runApp({ node: binary, args: ['--require', './register', `test/e2e/apps/${app}`], env });
  const ownLines = ({ stderr }: AppRun): string[] =>
    stderr.split('\n').filter((line) => line !== '' && !line.includes('is out of support'));

  it.each(rows)('tells $name in one line', async ({ env, exporter, sampler, service }) => {
    const run = await runWith(env);

    expect(ownLines(run)).toEqual([`otel-xray: info: ${preamble(version, exporter, sampler, service)}`]);
    expect({ ...run, stderr: '' }).toEqual({ code: 3, signal: null, stdout: 'app\n', stderr: '' });
  });

  it.each(['http/protobuf', 'grpc'])('tells no secret by %s', async (protocol) => {
    const { stderr } = await runWith({
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://hunter1:hunter2@127.0.0.1:9/base?key=hunter3#hunter4',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20hunter5,x-api-key=hunter6',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.token=hunter7',
      AWS_SECRET_ACCESS_KEY: 'hunter8',
      OTEL_LOG_LEVEL: 'verbose',
    });

    expect(stderr).toContain('http://127.0.0.1:9');
    expect(stderr).not.toContain('hunter');
  });

  it('is one JSON object a line by OTEL_XRAY_LOG_FORMAT=json', async () => {
    const run = await runWith({
      OTEL_XRAY_LOG_FORMAT: 'json',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_BSP_MAX_QUEUE_SIZE: 'many',
    });
    const lines = ownLines(run).map((line) => JSON.parse(line) as Record<string, unknown>);

    expect(lines).toEqual([
      {
        time: expect.any(String),
        level: 'warn',
        logger: 'otel-xray',
        message: expect.stringContaining('OTEL_BSP_MAX_QUEUE_SIZE'),
      },
      { time: expect.any(String), level: 'info', logger: 'otel-xray', message: preamble(version, 'none') },
    ]);
  });

  it.each([
    { variable: 'OTEL_LOG_LEVEL', level: 'none', lines: 0 },
    { variable: 'OTEL_LOG_LEVEL', level: 'error', lines: 0 },
    { variable: 'OTEL_LOG_LEVEL', level: 'warn', lines: 1 },
    { variable: 'AWS_XRAY_LOG_LEVEL', level: 'silent', lines: 0 },
  ])('is silent by $variable=$level', async ({ variable, level, lines }) => {
    const run = await runWith({ [variable]: level, OTEL_BSP_MAX_QUEUE_SIZE: 'many' });

    expect(ownLines(run)).toHaveLength(lines);
    expect(run.stdout).toBe('app\n');
  });

  it.each(['nothing.cjs', 'nothing.mjs', 'imports.mjs'])('leaves stdout to %s at every level', async (app) => {
    for (const level of ['debug', 'all']) {
      const run = await runWith({ OTEL_LOG_LEVEL: level, OTEL_XRAY_LOG_FORMAT: 'text' }, app);

      expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 3, stdout: 'app\n' });
      expect(run.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('otel-xray: '))).toEqual([]);
    }
  });

  it('runs the application where stderr is closed', async () => {
    const command = 'exec "$0" --require ./register test/e2e/apps/nothing.cjs 2>&-';
    const run = await runApp({ node: '/bin/sh', args: ['-c', command, binary] });

    expect(run).toEqual({ code: 3, signal: null, stdout: 'app\n', stderr: '' });
  });
});
