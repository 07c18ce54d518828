import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { variables } from '../../src/config/variables.ts';

const names = variables.map(({ name }) => name);

function expectDeeplyFrozen(data: unknown): void {
  if (typeof data === 'object' && data !== null) {
    expect(Object.isFrozen(data)).toBe(true);
    Object.values(data).forEach(expectDeeplyFrozen);
  }
}

const number = expect.any(Number) as number;
const text = expect.any(String) as string;

const complete = {
  enabled: expect.any(Boolean) as boolean,
  logLevel: text,
  logFormat: text,
  contextMissing: text,
  shutdownTimeoutMillis: number,
  exitFlush: expect.any(Boolean) as boolean,
  metrics: expect.any(Boolean) as boolean,
  logs: expect.any(Boolean) as boolean,
  resource: { attributes: expect.any(Object) as object, detectors: expect.any(Array) as unknown[] },
  propagation: { responseHeader: text, trustIncoming: text },
  sampling: { sampler: text, ratio: number, healthChecks: text },
  exporter: {
    kinds: expect.any(Array) as unknown[],
    protocol: expect.stringMatching(/^(grpc|http\/protobuf|http\/json)$/) as string,
    endpoint: expect.stringMatching(/^(https?:\/\/.|unix:.)/) as string,
    headers: expect.any(Object) as object,
    compression: text,
    timeoutMillis: number,
  },
  batch: {
    maxQueueSize: number,
    maxExportBatchSize: number,
    scheduledDelayMillis: number,
    exportTimeoutMillis: number,
  },
  spanLimits: {
    attributeCountLimit: number,
    attributeValueLengthLimit: number,
    eventCountLimit: number,
    linkCountLimit: number,
    attributePerEventCountLimit: number,
    attributePerLinkCountLimit: number,
  },
  instrumentation: {
    disabled: expect.any(Array) as unknown[],
    frameworkSpans: expect.any(Boolean) as boolean,
    http: text,
  },
  enrichment: {
    mode: text,
    redact: expect.any(Array) as unknown[],
    segmentNameHosts: expect.any(Array) as unknown[],
    sqlQueries: expect.any(Boolean) as boolean,
  },
};

// Words of the grammar of all variables, so that texts are often nearly right.
const pieces = fc.constantFrom(
  'a',
  '=',
  ',',
  ' ',
  '%',
  '%20',
  '%zz',
  ';',
  ':',
  '/',
  '//',
  '@',
  '?',
  '#',
  '[',
  ']',
  '*',
  '.',
  'http://',
  'https://',
  'unix:',
  'host',
  ':4317',
  ':4318',
  '/v1/traces',
  'none',
  'otlp',
  'xray',
  'true',
  'grpc',
  'http/json',
  '0',
  '1',
  '-',
  'e',
  '9999999999',
  '\u0000',
  '\n',
  '\ud800',
  '__proto__',
);
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'binary-ascii', maxLength: 200 }),
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.tuple(pieces, fc.constantFrom(100, 70_000)).map(([piece, times]) => piece.repeat(times)),
);
const environments = fc.dictionary(fc.constantFrom(...names), texts);

describe('readConfig', () => {
  it('gives a complete, deeply frozen configuration for every environment', () => {
    fc.assert(
      fc.property(environments, (environment) => {
        const result = readConfig(environment);
        expect(result.config).toMatchObject(complete);
        expectDeeplyFrozen(result);
        expect(result.config.batch.maxExportBatchSize).toBeLessThanOrEqual(result.config.batch.maxQueueSize);
      }),
    );
  });

  it('reports every problem in one short printable line', () => {
    fc.assert(
      fc.property(environments, (environment) => {
        for (const { message } of readConfig(environment).problems) {
          expect(message).toMatch(/^".+\.$/);
          expect(message).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
          expect(message.length).toBeLessThan(500);
        }
      }),
    );
  });

  it('is pure: the same environment gives the same result', () => {
    fc.assert(
      fc.property(environments, (environment) => {
        expect(readConfig(environment)).toStrictEqual(readConfig({ ...environment }));
      }),
    );
  });

  it('sends over gRPC to this machine and follows X-Ray’s default rule when nothing is set', () => {
    const { config, problems } = readConfig({});
    expect(problems).toStrictEqual([]);
    expect(config).toStrictEqual({
      enabled: true,
      logLevel: 'info',
      logFormat: 'text',
      contextMissing: 'LOG_ERROR',
      shutdownTimeoutMillis: 3000,
      exitFlush: true,
      metrics: false,
      logs: false,
      resource: { attributes: {}, detectors: ['ec2', 'ecs', 'eks', 'lambda', 'beanstalk'] },
      propagation: { responseHeader: 'always', trustIncoming: 'all' },
      sampling: {
        sampler: 'xray',
        ratio: 1,
        central: { endpoint: 'http://127.0.0.1:2000', pollingIntervalMillis: 300_000, isExplicit: false },
        healthChecks: 'drop',
      },
      exporter: {
        kinds: ['otlp'],
        protocol: 'grpc',
        endpoint: 'http://127.0.0.1:4317',
        headers: {},
        compression: 'none',
        timeoutMillis: 10_000,
      },
      batch: {
        maxQueueSize: 2048,
        maxExportBatchSize: 512,
        scheduledDelayMillis: 5000,
        exportTimeoutMillis: 30_000,
      },
      spanLimits: {
        attributeCountLimit: 128,
        attributeValueLengthLimit: Infinity,
        eventCountLimit: 128,
        linkCountLimit: 128,
        attributePerEventCountLimit: 128,
        attributePerLinkCountLimit: 128,
      },
      instrumentation: { disabled: [], frameworkSpans: false, http: 'own' },
      enrichment: { mode: 'full', redact: [], segmentNameHosts: [], sqlQueries: true },
    });
  });

  it('is disabled by either switch', () => {
    expect(readConfig({ OTEL_SDK_DISABLED: 'true' }).config.enabled).toBe(false);
    expect(readConfig({ AWS_XRAY_SDK_DISABLED: 'TRUE' }).config.enabled).toBe(false);
    expect(readConfig({ OTEL_SDK_DISABLED: 'false', AWS_XRAY_SDK_DISABLED: 'true' }).config.enabled).toBe(false);
  });

  it.each([
    [{ OTEL_LOG_LEVEL: 'warn', AWS_XRAY_DEBUG_MODE: 'true', AWS_XRAY_LOG_LEVEL: 'error' }, 'warn'],
    [{ AWS_XRAY_DEBUG_MODE: 'true', AWS_XRAY_LOG_LEVEL: 'error' }, 'debug'],
    [{ OTEL_LOG_LEVEL: 'loud', AWS_XRAY_LOG_LEVEL: 'silent' }, 'none'],
  ])('ranks the variables of the log level: %j', (environment, level) => {
    expect(readConfig(environment).config.logLevel).toBe(level);
  });

  it.each([
    [{}, undefined],
    [{ AWS_XRAY_TRACING_NAME: 'c' }, 'c'],
    [{ AWS_XRAY_TRACING_NAME: 'c', OTEL_RESOURCE_ATTRIBUTES: 'service.name=b' }, 'b'],
    [{ AWS_XRAY_TRACING_NAME: 'c', OTEL_RESOURCE_ATTRIBUTES: 'service.name=' }, 'c'],
    [
      {
        AWS_XRAY_TRACING_NAME: 'c',
        OTEL_RESOURCE_ATTRIBUTES: 'service.name=b',
        OTEL_SERVICE_NAME: 'a',
      },
      'a',
    ],
  ])('ranks the variables of the service name: %j', (environment, name) => {
    const { resource } = readConfig(environment).config;
    expect(resource.serviceName).toBe(name);
    expect(resource.attributes).toStrictEqual({});
  });

  it('prefers a service name from code, and an attribute from code over one of the environment', () => {
    const environment = { OTEL_SERVICE_NAME: 'env', OTEL_RESOURCE_ATTRIBUTES: 'a=1,b=1' };
    expect(
      readConfig(environment, { serviceName: 'code', resourceAttributes: { b: '2' } }).config.resource,
    ).toMatchObject({ serviceName: 'code', attributes: { a: '1', b: '2' } });
    expect(readConfig(environment, { resourceAttributes: { 'service.name': 'code' } }).config.resource).toMatchObject({
      serviceName: 'code',
      attributes: { a: '1', b: '1' },
    });
  });

  it('prefers code over environment everywhere, and does not complain about what it overrides', () => {
    const environment = Object.fromEntries(names.map((name) => [name, 'garbage ']));
    const { config, problems } = readConfig(environment, {
      exporter: {
        protocol: 'http/json',
        endpoint: 'http://collector:4318/v1/traces',
        headers: { A: 'b' },
        compression: 'gzip',
        timeoutMillis: 1,
      },
      propagation: {
        propagators: ['baggage', 'xray'],
        responseHeader: 'never',
        trustIncoming: 'none',
        propagateTo: [],
      },
      sampling: { sampler: 'traceidratio', ratio: 0.5, healthChecks: 'record' },
      instrumentation: { enabled: ['http'], disabled: [], frameworkSpans: true, http: 'upstream' },
      enrichment: { mode: 'off', redact: ['card.*'], segmentNameHosts: ['*.shop'], sqlQueries: false },
      contextMissing: 'IGNORE_ERROR',
      logLevel: 'none',
      logFormat: 'json',
      shutdownTimeoutMillis: 0,
      exitFlush: false,
    });
    expect(config).toMatchObject({
      exporter: {
        protocol: 'http/json',
        endpoint: 'http://collector:4318/v1/traces',
        headers: { a: 'b' },
        compression: 'gzip',
        timeoutMillis: 1,
      },
      propagation: {
        propagators: ['baggage', 'xray'],
        responseHeader: 'never',
        trustIncoming: 'none',
        propagateTo: [],
      },
      sampling: { sampler: 'traceidratio', ratio: 0.5, healthChecks: 'record' },
      instrumentation: { enabled: ['http'], disabled: [], frameworkSpans: true, http: 'upstream' },
      enrichment: { mode: 'off', redact: ['card.*'], segmentNameHosts: ['*.shop'], sqlQueries: false },
      contextMissing: 'IGNORE_ERROR',
      logLevel: 'none',
      logFormat: 'json',
      shutdownTimeoutMillis: 0,
      exitFlush: false,
    });
    const reported = problems.map(({ message }) => /^"([A-Z_]+)"/.exec(message)?.[1] ?? '');
    for (const overridden of ['OTEL_LOG_LEVEL', 'OTEL_PROPAGATORS', 'OTEL_TRACES_SAMPLER']) {
      expect(reported).not.toContain(overridden);
    }
  });

  it('says that a sampler argument is of no use to another sampler', () => {
    for (const [environment, sampler] of [
      [{ OTEL_TRACES_SAMPLER_ARG: '0.1' }, 'xray'],
      [{ OTEL_TRACES_SAMPLER: 'xray_default', OTEL_TRACES_SAMPLER_ARG: '0.1' }, 'xray_default'],
    ] as const) {
      const { config, problems } = readConfig(environment);
      expect(config.sampling).toMatchObject({ sampler, ratio: 1 });
      expect(problems).toHaveLength(1);
      expect(problems[0]?.level).toBe('info');
      expect(problems[0]?.message).toMatch(
        /^"OTEL_TRACES_SAMPLER_ARG" is .+ only traceidratio and parentbased_traceidratio use .+\. Using the sampler xray/,
      );
    }
  });

  it('says that sampling rules are of no use to another sampler', () => {
    const { config, problems } = readConfig({
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_XRAY_SAMPLING_RULES: 'rules.json',
    });
    expect(config.sampling).toStrictEqual({ sampler: 'always_on', ratio: 1, healthChecks: 'drop' });
    expect(problems.map(({ level }) => level)).toStrictEqual(['info']);
  });

  it('fits the batch to the queue, and says so only where the batch was asked for', () => {
    const small = readConfig({ OTEL_BSP_MAX_QUEUE_SIZE: '100' });
    expect(small.config.batch).toMatchObject({ maxQueueSize: 100, maxExportBatchSize: 100 });
    expect(small.problems).toStrictEqual([]);
    const asked = readConfig({ OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5000' });
    expect(asked.config.batch).toMatchObject({ maxQueueSize: 2048, maxExportBatchSize: 2048 });
    expect(asked.problems).toHaveLength(1);
  });

  it('lets a limit of spans win over the one of all signals', () => {
    const { spanLimits } = readConfig({
      OTEL_ATTRIBUTE_COUNT_LIMIT: '7',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '8',
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '9',
    }).config;
    expect(spanLimits).toMatchObject({ attributeCountLimit: 7, attributeValueLengthLimit: 9 });
  });

  it('leaves out the unknown part of a list and keeps the rest', () => {
    const { config, problems } = readConfig({ OTEL_TRACES_EXPORTER: 'otlp,zipkin,console,jaeger' });
    expect(config.exporter.kinds).toStrictEqual(['otlp', 'console']);
    expect(problems).toStrictEqual([
      {
        level: 'warn',
        message:
          '"OTEL_TRACES_EXPORTER" has "zipkin, jaeger"; expected otlp, console or none, separated by commas. Leaving that out.',
      },
    ]);
  });

  it('explains upstream’s detector names once', () => {
    const { config, problems } = readConfig({ OTEL_NODE_RESOURCE_DETECTORS: 'env,host,ecs' });
    expect(config.resource.detectors).toStrictEqual(['ecs']);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.level).toBe('info');
    expect(problems[0]?.message).toContain('"env, host"');
  });
});
