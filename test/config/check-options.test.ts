import { NoopSpanProcessor } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { checkOptions } from '../../src/config/check-options.ts';
import { readConfig } from '../../src/config/read-config.ts';

const instrumentation = {
  instrumentationName: 'mine',
  instrumentationVersion: '1',
  enable: () => undefined,
  disable: () => undefined,
  setTracerProvider: () => undefined,
  setMeterProvider: () => undefined,
  setConfig: () => undefined,
  getConfig: () => ({}),
};

describe('checkOptions', () => {
  it.each([
    ['options', 'text'],
    ['options', null],
    ['options', []],
    ['options.servicename', { servicename: 'a' }],
    ['serviceName', { serviceName: 1 }],
    ['serviceName', { serviceName: '' }],
    ['serviceName', { serviceName: 'a\u0000' }],
    ['serviceName', { serviceName: null }],
    ['resourceAttributes', { resourceAttributes: 'a=b' }],
    ['resourceAttributes.a', { resourceAttributes: { a: 1 } }],
    ['exporter', { exporter: [] }],
    ['exporter.url', { exporter: { url: 'http://x' } }],
    ['exporter.protocol', { exporter: { protocol: 'tcp' } }],
    ['exporter.endpoint', { exporter: { endpoint: 'collector' } }],
    ['exporter.endpoint', { exporter: { endpoint: new URL('http://x') } }],
    ['exporter.headers.a', { exporter: { headers: { a: 'x\r\n' } } }],
    ['exporter.headers.a b', { exporter: { headers: { 'a b': 'x' } } }],
    ['exporter.compression', { exporter: { compression: true } }],
    ['exporter.timeoutMillis', { exporter: { timeoutMillis: '5' } }],
    ['exporter.timeoutMillis', { exporter: { timeoutMillis: 0 } }],
    ['exporter.timeoutMillis', { exporter: { timeoutMillis: 1e21 } }],
    ['propagation.propagators', { propagation: { propagators: 'xray' } }],
    ['propagation.propagators[1]', { propagation: { propagators: ['xray', 'jaeger'] } }],
    ['propagation.propagators[0]', { propagation: { propagators: ['xray,b3'] } }],
    ['propagation.responseHeader', { propagation: { responseHeader: true } }],
    ['propagation.trustIncoming', { propagation: { trustIncoming: 'no' } }],
    ['propagation.propagateTo[0]', { propagation: { propagateTo: ['http://x/'] } }],
    ['sampling.sampler', { sampling: { sampler: 'sometimes' } }],
    ['sampling.ratio', { sampling: { ratio: NaN } }],
    ['sampling.ratio', { sampling: { ratio: -0.1 } }],
    ['sampling.endpoint', { sampling: { endpoint: 'unix:///tmp/a' } }],
    ['sampling.pollingIntervalMillis', { sampling: { pollingIntervalMillis: 300 } }],
    ['sampling.rules', { sampling: { rules: 7 } }],
    ['sampling.rules', { sampling: { rules: '' } }],
    ['sampling.rules', { sampling: { rules: { version: 3 } } }],
    ['sampling.rules', { sampling: { rules: [{ RuleName: 'a' }] } }],
    ['sampling.healthChecks', { sampling: { healthChecks: false } }],
    ['instrumentation.enabled[0]', { instrumentation: { enabled: [7] } }],
    ['instrumentation.http', { instrumentation: { http: 'theirs' } }],
    ['instrumentation.frameworkSpans', { instrumentation: { frameworkSpans: 'true' } }],
    ['enrichment.mode', { enrichment: { mode: 'none' } }],
    ['enrichment.redact[0]', { enrichment: { redact: ['a b'] } }],
    ['enrichment.segmentNameHosts', { enrichment: { segmentNameHosts: '*' } }],
    ['enrichment.sqlQueries', { enrichment: { sqlQueries: 'false' } }],
    ['contextMissing', { contextMissing: 'THROW' }],
    ['logLevel', { logLevel: 3 }],
    ['logFormat', { logFormat: 'xml' }],
    ['shutdownTimeoutMillis', { shutdownTimeoutMillis: 60_001 }],
    ['shutdownTimeoutMillis', { shutdownTimeoutMillis: 1.5 }],
    ['exitFlush', { exitFlush: 'true' }],
    ['instrumentations', { instrumentations: instrumentation }],
    ['instrumentations', { instrumentations: [{}] }],
    ['spanProcessors', { spanProcessors: [instrumentation] }],
    ['spanProcessors', { spanProcessors: [null] }],
    ['spanProcessors', { spanProcessors: [() => undefined] }],
  ])('names "%s" in one sentence for %j', (name, options) => {
    expect(() => checkOptions(options)).toThrow(TypeError);
    expect(() => checkOptions(options)).toThrow(
      new RegExp(`^"${name.replace(/[[\]]/g, '\\$&')}" is .+; expected .+\\. otel-xray was not started\\.$`),
    );
  });

  it('never shows the value of a header', () => {
    const check = () => checkOptions({ exporter: { headers: { authorization: 'hunter2\n' } } });
    expect(check).toThrow(TypeError);
    expect(check).not.toThrow(/hunter2/);
  });

  it('takes instrumentations and span processors as they are', () => {
    const processor = new NoopSpanProcessor();
    const options = {
      instrumentations: [instrumentation, [instrumentation]],
      spanProcessors: [processor],
    };
    expect(() => readConfig({}, options)).not.toThrow();
    expect(Object.isFrozen(instrumentation)).toBe(false);
    expect(Object.isFrozen(processor)).toBe(false);
  });

  it('copies lists and records, and leaves the caller’s own unfrozen', () => {
    const resourceAttributes = { a: 'b' };
    const enabled = ['http', 'HTTP'];
    const { config } = readConfig({}, { resourceAttributes, instrumentation: { enabled } });
    expect(config.instrumentation.enabled).toStrictEqual(['http']);
    expect(Object.isFrozen(resourceAttributes)).toBe(false);
    expect(Object.isFrozen(enabled)).toBe(false);
  });

  it('takes undefined as not given', () => {
    expect(readConfig({}, undefined)).toStrictEqual(readConfig({}));
    expect(checkOptions({ serviceName: undefined, exporter: undefined })).toStrictEqual(checkOptions({}));
  });
});
