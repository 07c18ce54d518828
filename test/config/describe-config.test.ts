import { describe, expect, it } from 'vitest';
import { describeConfig } from '../../src/config/describe-config.ts';
import { readConfig } from '../../src/config/read-config.ts';

describe('describeConfig', () => {
  it.each([
    [{}, { exporter: 'otlp grpc to http://127.0.0.1:4317', sampler: 'xray with http://127.0.0.1:2000' }],
    [
      { OTEL_TRACES_EXPORTER: 'console,otlp', OTEL_SERVICE_NAME: 'orders' },
      {
        service: 'orders',
        exporter: 'console and otlp grpc to http://127.0.0.1:4317',
        sampler: 'xray with http://127.0.0.1:2000',
      },
    ],
    [
      {
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.1',
      },
      { exporter: 'none', sampler: 'parentbased_traceidratio 0.1' },
    ],
    [
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_TRACES_SAMPLER: 'always_on' },
      { exporter: 'otlp http/json to http://127.0.0.1:4318/v1/traces', sampler: 'always_on' },
    ],
  ])('describes %j', (environment, description) => {
    expect(describeConfig(readConfig(environment).config)).toStrictEqual(description);
  });

  it('tells no secret', () => {
    const { config } = readConfig({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://hunter2:hunter2@host/v1/traces?key=hunter2#hunter2',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hunter2',
      OTEL_EXPORTER_OTLP_CLIENT_KEY: 'hunter2',
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: 'hunter2',
      OTEL_RESOURCE_ATTRIBUTES: 'password=hunter2',
    });
    expect(JSON.stringify(describeConfig(config))).not.toContain('hunter2');
  });
});
