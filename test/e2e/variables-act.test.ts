import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { variables } from '../../src/config/variables.ts';
import { isMatrixRun } from '../support/nodes.ts';
import { root } from '../support/run-app.ts';
import { type Observation, observe, type Places, type Settings } from './observe-settings.ts';

/** What one variable does: what is seen of a run with it, and of the same run without it. */
interface Row {
  readonly name: string;
  readonly value: string | ((places: Places) => string);
  /** The rest of the environment; default: everything recorded and sent by gRPC at once. */
  readonly beside?: Settings;
  readonly see: (observation: Observation) => unknown;
  readonly acts: unknown;
  readonly without: unknown;
  /** Whether it shows while the application runs, a moment after its requests. */
  readonly isAwaited?: boolean;
}

const grpc: Settings = ({ grpc: url }) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_TRACES_SAMPLER: 'always_on' });
/** The default, with more beside it. */
const and =
  (more: Readonly<Record<string, string>>): Settings =>
  (places) => ({ ...grpc(places), ...more });
const http: Settings = ({ http: url }) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_TRACES_SAMPLER: 'always_on',
});
const fixture = (name: string): string => path.join(root, 'test/exporter/fixtures', name);
const clientCertificate = fixture('client.pem');
const clientKey = fixture('client-key.pem');

const isAny = ({ spans }: Observation): boolean => spans.length > 0;
const says = (text: string | RegExp) => (observation: Observation) =>
  typeof text === 'string' ? observation.run.stderr.includes(text) : text.test(observation.run.stderr);
const named = (name: string) => (observation: Observation) => observation.spans.find((span) => span.name === name);
const work = named('work');
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const resource = (key: string) => (observation: Observation) => observation.spans[0]?.resource.attributes[key];
const sent = (header: string) => (observation: Observation) =>
  Object.keys(observation.report['downstream'] ?? {}).includes(header);
const ordered = (observation: Observation) =>
  observation.spans.find((span) => span.attributes['url.path'] === '/orders/17');
const numbersOf = (observation: Observation) =>
  Object.keys(work(observation)?.attributes ?? {}).filter((key) => /^number\.|^card$/.test(key)).length;

/** Both variables of one OTLP setting. */
function otlp(suffix: string, row: Omit<Row, 'name'>): Row[] {
  return ['OTEL_EXPORTER_OTLP_', 'OTEL_EXPORTER_OTLP_TRACES_'].map((prefix) => ({ ...row, name: prefix + suffix }));
}

const rows: readonly Row[] = [
  { name: 'OTEL_SDK_DISABLED', value: 'true', see: isAny, acts: false, without: true },
  { name: 'AWS_XRAY_SDK_DISABLED', value: 'true', see: isAny, acts: false, without: true },
  {
    name: 'OTEL_CONFIG_FILE',
    value: ({ file }) =>
      file('otel.yaml', 'file_format: "1.0"\nresource: { attributes: [{ name: service.name, value: by-file }] }\n'),
    beside: ({ grpc: url }) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url }),
    see: says('service "by-file", exporter otlp grpc to http://127.0.0.1:4317'),
    acts: true,
    without: false,
  },
  { name: 'OTEL_LOG_LEVEL', value: 'none', see: says(/./), acts: false, without: true },
  { name: 'AWS_XRAY_DEBUG_MODE', value: 'true', see: says(': debug: '), acts: true, without: false },
  { name: 'AWS_XRAY_LOG_LEVEL', value: 'silent', see: says(/./), acts: false, without: true },
  { name: 'OTEL_XRAY_LOG_FORMAT', value: 'json', see: says(/^\{"time":/), acts: true, without: false },
  {
    name: 'AWS_XRAY_CONTEXT_MISSING',
    value: 'RUNTIME_ERROR',
    see: ({ report }) => report['missing'] === 'nothing',
    acts: false,
    without: true,
  },
  {
    name: 'OTEL_XRAY_SHUTDOWN_TIMEOUT',
    value: '0',
    beside: and({ OTEL_BSP_SCHEDULE_DELAY: '3600000' }),
    see: isAny,
    acts: false,
    without: true,
  },
  {
    name: 'OTEL_XRAY_EXIT_FLUSH',
    value: 'false',
    beside: and({ OTEL_BSP_SCHEDULE_DELAY: '3600000' }),
    see: isAny,
    acts: false,
    without: true,
  },
  {
    name: 'OTEL_METRICS_EXPORTER',
    value: 'console',
    see: ({ report }) => report['counter'],
    acts: 'CounterInstrument',
    without: 'NoopCounterMetric',
  },
  {
    name: 'OTEL_LOGS_EXPORTER',
    value: 'console',
    see: ({ report }) => report['logger'] === 'ProxyLogger',
    acts: false,
    without: true,
  },
  { name: 'OTEL_SERVICE_NAME', value: 'orders', see: resource('service.name'), acts: 'orders', without: 'otel-xray' },
  {
    name: 'AWS_XRAY_TRACING_NAME',
    value: 'orders',
    see: resource('service.name'),
    acts: 'orders',
    without: 'otel-xray',
  },
  { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=blue%2C', see: resource('team'), acts: 'blue,', without: undefined },
  {
    name: 'OTEL_NODE_RESOURCE_DETECTORS',
    value: 'none',
    beside: and({ AWS_LAMBDA_FUNCTION_NAME: 'ordering', AWS_REGION: 'eu-west-1' }),
    see: resource('cloud.region'),
    acts: undefined,
    without: 'eu-west-1',
  },
  { name: 'OTEL_PROPAGATORS', value: 'b3', see: sent('b3'), acts: true, without: false },
  {
    name: 'OTEL_XRAY_RESPONSE_HEADER',
    value: 'never',
    see: ({ report }) => /^x-amzn-trace-id:/im.test(textOf(report['answer'])),
    acts: false,
    without: true,
  },
  {
    name: 'OTEL_XRAY_PROPAGATE_TO',
    value: 'other.example',
    see: sent('x-amzn-trace-id'),
    acts: false,
    without: true,
  },
  {
    name: 'OTEL_XRAY_TRUST_INCOMING',
    value: 'none',
    see: ({ spans }) =>
      spans.find((span) => span.attributes['url.path'] === '/continued')?.traceId.startsWith('5759e988'),
    acts: false,
    without: true,
  },
  {
    name: 'OTEL_TRACES_SAMPLER',
    value: 'always_off',
    see: isAny,
    acts: false,
    without: true,
    beside: ({ grpc: url }) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url }),
  },
  {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    value: '0',
    beside: and({ OTEL_TRACES_SAMPLER: 'traceidratio' }),
    see: isAny,
    acts: false,
    without: true,
  },
  {
    name: 'AWS_XRAY_DAEMON_ADDRESS',
    value: ({ proxy }) => `udp:127.0.0.1:1 tcp:${proxy}`,
    beside: and({ OTEL_TRACES_SAMPLER: 'xray' }),
    isAwaited: true,
    see: ({ proxyCalls }) => proxyCalls.includes('/GetSamplingRules'),
    acts: true,
    without: false,
  },
  {
    name: 'OTEL_XRAY_SAMPLING_RULES',
    value: ({ file }) => file('rules.json', '{"version":2,"rules":[],"default":{"fixed_target":0,"rate":0}}'),
    beside: and({ OTEL_TRACES_SAMPLER: 'xray_default' }),
    see: (observation) => ordered(observation) !== undefined,
    acts: false,
    without: true,
  },
  {
    name: 'OTEL_XRAY_HEALTH_CHECKS',
    value: 'record',
    see: ({ spans }) => spans.some((span) => span.attributes['url.path'] === '/healthz'),
    acts: true,
    without: false,
  },
  {
    name: 'OTEL_TRACES_EXPORTER',
    value: 'console',
    see: ({ run, spans }) => [spans.length > 0, run.stdout.includes("name: 'work'")],
    acts: [false, true],
    without: [true, false],
  },
  ...otlp('PROTOCOL', {
    value: 'http/json',
    beside: http,
    see: ({ exports }) => exports[0]?.headers['content-type'],
    acts: 'application/json',
    without: 'application/x-protobuf',
  }).map((row, index) =>
    index === 0
      ? ({
          ...row,
          beside: ({ http: url }) => ({
            OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/v1/traces`,
            OTEL_TRACES_SAMPLER: 'always_on',
          }),
        } satisfies Row)
      : row,
  ),
  ...otlp('ENDPOINT', {
    value: ({ grpc: url }) => url,
    beside: () => ({ OTEL_TRACES_SAMPLER: 'always_on' }),
    see: isAny,
    acts: true,
    without: false,
  }),
  ...otlp('HEADERS', {
    value: 'x-api-key=abc',
    beside: http,
    see: ({ exports }) => exports[0]?.headers['x-api-key'],
    acts: 'abc',
    without: undefined,
  }),
  ...otlp('COMPRESSION', {
    value: 'gzip',
    beside: http,
    see: ({ exports }) => exports[0]?.headers['content-encoding'],
    acts: 'gzip',
    without: undefined,
  }),
  ...otlp('TIMEOUT', {
    value: '50',
    beside: (places) => ({
      ...grpc(places),
      OTEL_EXPORTER_OTLP_ENDPOINT: places.hanging,
      OTEL_BSP_SCHEDULE_DELAY: '1',
      OTEL_XRAY_EXIT_FLUSH: 'false',
    }),
    isAwaited: true,
    see: says('no answer within 50 ms'),
    acts: true,
    without: false,
  }),
  ...otlp('CERTIFICATE', {
    value: fixture('ca.pem'),
    beside: (places) => ({ ...grpc(places), OTEL_EXPORTER_OTLP_ENDPOINT: places.tls }),
    see: ({ tlsExports }) => tlsExports > 0,
    acts: true,
    without: false,
  }),
  ...otlp('CLIENT_CERTIFICATE', {
    value: clientCertificate,
    beside: (places) => ({
      ...grpc(places),
      OTEL_EXPORTER_OTLP_ENDPOINT: places.mutual,
      OTEL_EXPORTER_OTLP_CERTIFICATE: fixture('ca.pem'),
      OTEL_EXPORTER_OTLP_CLIENT_KEY: clientKey,
    }),
    see: ({ tlsExports }) => tlsExports > 0,
    acts: true,
    without: false,
  }),
  ...otlp('CLIENT_KEY', {
    value: clientKey,
    beside: (places) => ({
      ...grpc(places),
      OTEL_EXPORTER_OTLP_ENDPOINT: places.mutual,
      OTEL_EXPORTER_OTLP_CERTIFICATE: fixture('ca.pem'),
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: clientCertificate,
    }),
    see: ({ tlsExports }) => tlsExports > 0,
    acts: true,
    without: false,
  }),
  ...otlp('INSECURE', {
    value: 'true',
    beside: (places) => ({ ...grpc(places), OTEL_EXPORTER_OTLP_ENDPOINT: new URL(places.grpc).host }),
    see: isAny,
    acts: true,
    without: false,
  }),
  {
    name: 'OTEL_XRAY_ENRICHMENT',
    value: 'off',
    see: (observation) => 'network.peer.port' in (ordered(observation)?.attributes ?? {}),
    acts: true,
    without: false,
  },
  {
    name: 'OTEL_XRAY_REDACT',
    value: 'car*',
    see: (observation) => JSON.stringify(work(observation)?.attributes['card'])?.includes('4111'),
    acts: false,
    without: true,
    beside: and({ OTEL_ATTRIBUTE_COUNT_LIMIT: '1000' }),
  },
  {
    name: 'OTEL_XRAY_SEGMENT_NAME_HOSTS',
    value: '*.example',
    see: (observation) => ordered(observation)?.attributes['aws.local.service'],
    acts: 'shop.example',
    without: undefined,
  },
  {
    name: 'AWS_XRAY_COLLECT_SQL_QUERIES',
    value: 'false',
    see: (observation) => {
      const {
        'db.system': system,
        'db.statement': statement,
        'db.query.text': text,
      } = named('query')(observation)?.attributes ?? {};
      return { system, statement, text };
    },
    acts: { system: 'postgresql', statement: undefined, text: undefined },
    without: { system: 'postgresql', statement: 'SELECT ?', text: 'SELECT ?' },
  },
  {
    name: 'OTEL_BSP_MAX_QUEUE_SIZE',
    value: '4',
    beside: and({ OTEL_BSP_SCHEDULE_DELAY: '3600000' }),
    see: says('did not fit the queue of 4'),
    acts: true,
    without: false,
  },
  {
    name: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
    value: '7',
    see: ({ batches }) => Math.max(...batches.map((batch) => batch.length)) <= 7,
    acts: true,
    without: false,
  },
  {
    name: 'OTEL_BSP_SCHEDULE_DELAY',
    value: '20',
    beside: and({ OTEL_XRAY_EXIT_FLUSH: 'false' }),
    isAwaited: true,
    see: isAny,
    acts: true,
    without: false,
  },
  {
    name: 'OTEL_BSP_EXPORT_TIMEOUT',
    value: '50',
    beside: (places) => ({
      ...grpc(places),
      OTEL_EXPORTER_OTLP_ENDPOINT: places.hanging,
      OTEL_BSP_SCHEDULE_DELAY: '1',
      OTEL_XRAY_EXIT_FLUSH: 'false',
    }),
    isAwaited: true,
    see: says('no answer within 50 ms'),
    acts: true,
    without: false,
  },
  { name: 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', value: '9', see: numbersOf, acts: 9, without: 128 },
  { name: 'OTEL_ATTRIBUTE_COUNT_LIMIT', value: '9', see: numbersOf, acts: 9, without: 128 },
  {
    name: 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    value: '9',
    see: (observation) => textOf(work(observation)?.attributes['number.0']).length,
    acts: 9,
    without: 300,
  },
  {
    name: 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    value: '9',
    see: (observation) => textOf(work(observation)?.attributes['number.0']).length,
    acts: 9,
    without: 300,
  },
  {
    name: 'OTEL_SPAN_EVENT_COUNT_LIMIT',
    value: '2',
    see: (observation) => work(observation)?.events.length,
    acts: 2,
    without: 3,
  },
  {
    name: 'OTEL_SPAN_LINK_COUNT_LIMIT',
    value: '2',
    see: (observation) => work(observation)?.links.length,
    acts: 2,
    without: 3,
  },
  {
    name: 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
    value: '1',
    see: (observation) => Object.keys(work(observation)?.events[0]?.attributes ?? {}).length,
    acts: 1,
    without: 2,
  },
  {
    name: 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
    value: '1',
    see: (observation) => Object.keys(work(observation)?.links[0]?.attributes ?? {}).length,
    acts: 1,
    without: 2,
  },
  {
    name: 'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
    value: 'aws-sdk',
    see: (observation) => ordered(observation) !== undefined,
    acts: false,
    without: true,
  },
  {
    name: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    value: 'http',
    see: (observation) => ordered(observation) !== undefined,
    acts: false,
    without: true,
  },
  {
    name: 'OTEL_XRAY_HTTP',
    value: 'upstream',
    see: (observation) => ordered(observation)?.scope.name === '@opentelemetry/instrumentation-http',
    acts: true,
    without: false,
  },
  {
    name: 'OTEL_XRAY_FRAMEWORK_SPANS',
    value: 'true',
    see: ({ spans }) => spans.some((span) => span.scope.name.includes('express')),
    acts: true,
    without: false,
  },
];

const bareRuns = new Map<Settings, Promise<Observation>>();
/** Most rows share one run without their variable. */
async function observeBare(beside: Settings, isAwaited: boolean): Promise<Observation> {
  const run = bareRuns.get(beside) ?? observe(beside, isAwaited ? 'nothing' : undefined);
  bareRuns.set(beside, run);
  return run;
}

describe.skipIf(isMatrixRun)('each variable', () => {
  it('is a row of this test', () => {
    expect([...new Set(rows.map(({ name }) => name))].toSorted()).toEqual(variables.map(({ name }) => name).toSorted());
  });

  it.each(rows)(
    '$name acts, acts once, and process.env stays as it was',
    async ({ name, value, beside = grpc, see, acts, without, isAwaited }) => {
      const bare = await observeBare(beside, isAwaited === true);
      const set = await observe(
        (places) => ({ ...beside(places), [name]: typeof value === 'string' ? value : value(places) }),
        isAwaited === true ? (observation) => see(observation) === acts : undefined,
      );
      expect({ without: see(bare), acts: see(set) }).toEqual({ without, acts });
      for (const { run, spans, env, report } of [bare, set]) {
        expect(report['environment']).toEqual(env);
        expect({ code: run.code, signal: run.signal }).toEqual({ code: 0, signal: null });
        // A second exporter, processor or logger would send or say everything twice. What is on its way when the
        // process ends is sent again.
        const distinct = new Set(spans.map(({ spanId }) => spanId)).size;
        expect(spans.length).toBeLessThan(Math.max(1, 2 * distinct));
        expect((run.stderr.match(/ on Node .*: service "/g) ?? []).length).toBeLessThanOrEqual(1);
      }
    },
  );
});
