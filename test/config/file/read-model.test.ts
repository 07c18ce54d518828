import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseConfigFile } from '@opentelemetry/configuration';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfigFile } from '../../../src/config/file/read-config-file.ts';
import { readModel } from '../../../src/config/file/read-model.ts';
import { readConfig } from '../../../src/config/read-config.ts';
import { variables } from '../../../src/config/variables.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(yaml: string): string {
  const file = path.join(folder, 'otel.yaml');
  writeFileSync(file, `file_format: "1.0"\n${yaml}`);
  return file;
}

/** The variables that a file stands for. */
function textsOf(yaml: string): Readonly<Record<string, string>> {
  return readModel(parseConfigFile(write(yaml))).texts;
}

function messagesOf(yaml: string, environment: Record<string, string> = {}): string[] {
  const file = readConfigFile({ ...environment, OTEL_CONFIG_FILE: write(yaml) }, parseConfigFile);
  const { problems } = readConfig(file.environment);
  return [...file.problems, ...problems.map(file.rename)].map(({ level, message }) => `${level}: ${message}`);
}

const provider = (rest: string): string =>
  `tracer_provider:\n  processors: [{ batch: { exporter: { otlp_grpc: {} } } }]\n  ${rest}\n`;
const exporter = (text: string): string => `tracer_provider: { processors: [{ batch: { exporter: ${text} } }] }\n`;
const grpcTexts = { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' };

const sayings: readonly (readonly [yaml: string, texts: Readonly<Record<string, string>>])[] = [
  ['disabled: true', { OTEL_SDK_DISABLED: 'true' }],
  ['log_level: trace3', { OTEL_LOG_LEVEL: 'verbose' }],
  ['log_level: warn', { OTEL_LOG_LEVEL: 'warn' }],
  ['log_level: fatal4', { OTEL_LOG_LEVEL: 'error' }],
  [
    'attribute_limits: { attribute_count_limit: 7, attribute_value_length_limit: 8 }',
    { OTEL_ATTRIBUTE_COUNT_LIMIT: '7', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '8' },
  ],
  [
    'resource: { attributes_list: "a=b,team=red", attributes: [{ name: team, value: "blue, =" }, { name: n, value: 7, type: int }, { name: l, value: [1, 2], type: int_array }, { name: none, value: null }] }',
    { OTEL_RESOURCE_ATTRIBUTES: 'a=b,team=red,team=blue%2C%20%3D,n=7,l=%5B1%2C2%5D' },
  ],
  [
    'resource: { detection/development: { detectors: [{ ecs: }, { service: }, { host: }] } }',
    { OTEL_NODE_RESOURCE_DETECTORS: 'ecs,serviceinstance,host' },
  ],
  [
    'propagator: { composite: [{ xray: }, { baggage: }], composite_list: "tracecontext" }',
    { OTEL_PROPAGATORS: 'xray,baggage,tracecontext' },
  ],
  [exporter('{ console: }'), { OTEL_TRACES_EXPORTER: 'console' }],
  [
    exporter(
      '{ otlp_grpc: { endpoint: "http://c:1", headers_list: "a=b", headers: [{ name: k, value: "x y" }], compression: gzip, timeout: 9, tls: { ca_file: /ca, cert_file: /cert, key_file: /key, insecure: true } } }',
    ),
    {
      ...grpcTexts,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'a=b,k=x%20y',
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '9',
      OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: '/ca',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: '/cert',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: '/key',
      OTEL_EXPORTER_OTLP_TRACES_INSECURE: 'true',
    },
  ],
  [
    exporter('{ otlp_http: { encoding: json } }'),
    { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' },
  ],
  [exporter('{ otlp_http: }'), { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' }],
  [
    'tracer_provider: { processors: [{ simple: { exporter: { otlp_grpc: } } }, { batch: { exporter: { console: } } }] }',
    { ...grpcTexts, OTEL_TRACES_EXPORTER: 'otlp,console', OTEL_BSP_SCHEDULE_DELAY: '1' },
  ],
  [
    'tracer_provider: { processors: [{ batch: { schedule_delay: 1, export_timeout: 2, max_queue_size: 3, max_export_batch_size: 4, exporter: { otlp_grpc: } } }] }',
    {
      ...grpcTexts,
      OTEL_BSP_SCHEDULE_DELAY: '1',
      OTEL_BSP_EXPORT_TIMEOUT: '2',
      OTEL_BSP_MAX_QUEUE_SIZE: '3',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '4',
    },
  ],
  [
    provider(
      'limits: { attribute_value_length_limit: 1, attribute_count_limit: 2, event_count_limit: 3, link_count_limit: 4, event_attribute_count_limit: 5, link_attribute_count_limit: 6 }',
    ),
    {
      ...grpcTexts,
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '1',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '2',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '3',
      OTEL_SPAN_LINK_COUNT_LIMIT: '4',
      OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '5',
      OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '6',
    },
  ],
  ...[
    ['{ always_on: }', { OTEL_TRACES_SAMPLER: 'always_on' }],
    ['{ parent_based: }', { OTEL_TRACES_SAMPLER: 'parentbased_always_on' }],
    ['{ parent_based: { root: { always_off: } } }', { OTEL_TRACES_SAMPLER: 'parentbased_always_off' }],
    [
      '{ trace_id_ratio_based: { ratio: 0.25 } }',
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
    ],
    [
      '{ parent_based: { root: { trace_id_ratio_based: { ratio: 0.5 } } } }',
      { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' },
    ],
    ['{ xray: }', { OTEL_TRACES_SAMPLER: 'xray' }],
    [
      '{ xray: { endpoint: "http://p:2000", polling_interval: 60 } }',
      { OTEL_TRACES_SAMPLER: 'xray', OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://p:2000,polling_interval=60' },
    ],
    [
      '{ xray_default: { rules: ./rules.json } }',
      { OTEL_TRACES_SAMPLER: 'xray_default', OTEL_XRAY_SAMPLING_RULES: './rules.json' },
    ],
  ].map(
    ([yaml, texts]) =>
      [provider(`sampler: ${yaml as string}`), { ...grpcTexts, ...(texts as Record<string, string>) }] as const,
  ),
  [
    'instrumentation/development: { js: { http: { enabled: false }, pg: { enabled: false } } }',
    { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http,pg' },
  ],
  [
    'distribution: { otel-xray: { response_header: never, exit_flush: false, propagate_to: [a.example, b.example] } }',
    {
      OTEL_XRAY_RESPONSE_HEADER: 'never',
      OTEL_XRAY_EXIT_FLUSH: 'false',
      OTEL_XRAY_PROPAGATE_TO: 'a.example,b.example',
    },
  ],
];

describe('a configuration file', () => {
  it.each(sayings)('says by %s what variables say', (yaml, texts) => {
    expect(textsOf(yaml)).toStrictEqual(texts);
  });

  it('may name X-Ray as propagator, sampler and id generator without a word', () => {
    expect(
      messagesOf(
        `propagator: { composite: [{ xray: }] }\n${provider('sampler: { xray: }\n  id_generator: { xray: }')}`,
      ),
    ).toEqual([]);
  });

  it.each([
    [provider('id_generator: { random: }'), 'tracer_provider.id_generator.random'],
    [provider('sampler: { jaeger: }'), 'tracer_provider.sampler.jaeger'],
    [
      provider('sampler: { parent_based: { local_parent_sampled: { always_off: } } }'),
      'tracer_provider.sampler.parent_based.local_parent_sampled',
    ],
    [exporter('{ zipkin: }'), 'tracer_provider.processors[0].batch.exporter.zipkin'],
    ['tracer_provider: { processors: [{ odd: }] }', 'tracer_provider.processors[0].odd'],
    [
      'tracer_provider: { processors: [{ batch: { exporter: { otlp_grpc: } } }, { batch: { exporter: { otlp_http: } } }] }',
      'tracer_provider.processors[1].batch.exporter.otlp_http',
    ],
    ['instrumentation/development: { js: { http: { level: 1 } } }', 'instrumentation/development.js.http'],
    [
      'instrumentation/development: { general: { http: { client: { request_captured_headers: [accept] } } } }',
      'instrumentation/development.general.http',
    ],
    [
      'instrumentation/development: { general: { stability_opt_in_list: http } }',
      'instrumentation/development.general.stability_opt_in_list',
    ],
    ['resource: { schema_url: "https://opentelemetry.io/schemas/1.38.0" }', 'resource.schema_url'],
    [
      'resource: { detection/development: { attributes: { excluded: [host.*] }, detectors: [{ ecs: }] } }',
      'resource.detection/development.attributes',
    ],
    ['tracer_provide: { processors: [] }', 'tracer_provide'],
    ['distribution: { otel-xray: { respond: never } }', 'distribution.otel-xray.respond'],
    ['meter_provider: { readers: [{ periodic: { exporter: { console: } } }] }', 'meter_provider'],
    ['logger_provider: { processors: [{ batch: { exporter: { otlp_http: } } }] }', 'logger_provider'],
  ])('is told in one line what has no effect in %s', (yaml, at) => {
    expect(messagesOf(yaml)).toEqual([expect.stringMatching(/^warn: ".*" is in the file of .*\. Leaving it out\.$/)]);
    expect(messagesOf(yaml)[0]).toContain(`"${at}"`);
  });

  it('says nothing of what is null, for other languages, or kept for other places of the file', () => {
    expect(
      messagesOf(
        'x-level: &level warn\nlog_level: *level\nresource: { schema_url: null }\ninstrumentation/development: { general: {}, java: { spring: { enabled: false } } }',
      ),
    ).toEqual([]);
  });

  it('is checked like variables, and told where in the file a mistake stands', () => {
    expect(
      messagesOf(provider('sampler: { trace_id_ratio_based: { ratio: 0 } }\n  limits: { event_count_limit: 3 }')),
    ).toEqual([]);
    expect(messagesOf(exporter('{ otlp_grpc: { timeout: 0 } }'))).toEqual([
      'warn: "tracer_provider.processors[0].batch.exporter.otlp_grpc.timeout" is "0"; expected milliseconds from 1 to 3600000. Using OTEL_EXPORTER_OTLP_TIMEOUT, or its default.'.replace(
        'OTEL_EXPORTER_OTLP_TIMEOUT, or its default',
        variables.find(({ name }) => name === 'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT')?.default ?? '',
      ),
    ]);
  });

  it('sets variables of OpenTelemetry aside, and leaves those of X-Ray', () => {
    const file = readConfigFile(
      { OTEL_SERVICE_NAME: 'aside', AWS_XRAY_TRACING_NAME: 'kept', OTEL_CONFIG_FILE: write('') },
      parseConfigFile,
    );
    expect(readConfig(file.environment).config.resource.serviceName).toBe('kept');
    expect(file.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('OTEL_SERVICE_NAME is not used'),
    ]);
  });

  it('leaves the switches to the environment', () => {
    const file = readConfigFile({ OTEL_SDK_DISABLED: 'true', OTEL_CONFIG_FILE: write('') }, parseConfigFile);
    expect(readConfig(file.environment).config.enabled).toBe(false);
  });

  it.each([
    ['/nonexistent/otel.yaml', 'which cannot be read (ENOENT)'],
    ['/dev/zero', 'which is no file'],
    [folder, 'which is no file'],
    ['x'.repeat(300), 'which cannot be read'],
  ])('that cannot be used is one line, and the variables count: %s', (name, why) => {
    const environment = { OTEL_SERVICE_NAME: 'orders' };
    const file = readConfigFile({ ...environment, OTEL_CONFIG_FILE: name }, parseConfigFile);
    expect(file.environment).toStrictEqual(environment);
    expect(file.problems).toHaveLength(1);
    expect(file.problems[0]?.message).toContain(why);
  });
});
