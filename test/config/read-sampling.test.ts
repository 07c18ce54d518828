import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';

const byDefault = { endpoint: 'http://127.0.0.1:2000', pollingIntervalMillis: 300_000 };

describe('the source of central rules', () => {
  it.each([
    [{}, { ...byDefault, isExplicit: false }],
    [{ OTEL_TRACES_SAMPLER: 'xray' }, { ...byDefault, isExplicit: true }],
    [
      { OTEL_TRACES_SAMPLER_ARG: 'endpoint=https://rules.internal:2000/' },
      { ...byDefault, endpoint: 'https://rules.internal:2000', isExplicit: true },
    ],
    [
      { OTEL_TRACES_SAMPLER_ARG: ' polling_interval = 10 , endpoint = localhost:2001' },
      { endpoint: 'http://localhost:2001', pollingIntervalMillis: 10_000, isExplicit: true },
    ],
    [
      { OTEL_TRACES_SAMPLER_ARG: 'polling_interval=60' },
      { ...byDefault, pollingIntervalMillis: 60_000, isExplicit: false },
    ],
    [
      { OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://a:1/proxy', AWS_XRAY_DAEMON_ADDRESS: 'b:2' },
      { ...byDefault, endpoint: 'http://a:1/proxy', isExplicit: true },
    ],
    [
      { OTEL_TRACES_SAMPLER_ARG: 'polling_interval=60', AWS_XRAY_DAEMON_ADDRESS: 'b:2' },
      { endpoint: 'http://b:2', pollingIntervalMillis: 60_000, isExplicit: true },
    ],
  ])('of %j is %j', (environment, central) => {
    const { config, problems } = readConfig(environment);
    expect(config.sampling.central).toStrictEqual(central);
    expect(problems).toStrictEqual([]);
  });

  it.each([
    'endpoint=',
    'endpoint=nowhere',
    'endpoint=ftp://a:1',
    'endpoint=unix:///tmp/a',
    'endpoint=http://a:1?b',
    'polling_interval=9',
    'polling_interval=1.5',
    'polling_interval=86401',
    'polling_interval=10,polling_interval=20',
    'interval=10',
    '__proto__=1',
    'endpoint=http://a:1,polling_interval=10,x=1',
    'xray',
    ',',
    '2',
    'endpoint=http://a:1\nendpoint=http://b:2',
  ])('is not %j, which is told in one sentence', (text) => {
    const { config, problems } = readConfig({ OTEL_TRACES_SAMPLER_ARG: text });
    expect(config.sampling.central).toStrictEqual({ ...byDefault, isExplicit: false });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      level: 'warn',
      message: expect.stringMatching(/^"OTEL_TRACES_SAMPLER_ARG" is .+; expected endpoint=.+\. Using .+\.$/) as string,
    });
  });

  it('shows no password in a diagnostic', () => {
    const { problems } = readConfig({ OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://a:hunter2@b c' });
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it.each(['xray_default', 'always_on', 'traceidratio'])('is absent for %s', (sampler) => {
    expect(readConfig({ OTEL_TRACES_SAMPLER: sampler }).config.sampling.central).toBeUndefined();
  });

  it('is absent on Lambda, where the platform sets the address of a daemon that knows no rules', () => {
    const environment = { AWS_LAMBDA_FUNCTION_NAME: 'f', AWS_XRAY_DAEMON_ADDRESS: '169.254.79.129:2000' };
    const { config, problems } = readConfig(environment);
    expect(config.sampling.central).toBeUndefined();
    expect(config.sampling.sampler).toBe('xray');
    expect(problems).toStrictEqual([]);
  });

  it('can be given in code, over all variables', () => {
    const environment = { OTEL_TRACES_SAMPLER_ARG: 'garbage', AWS_XRAY_DAEMON_ADDRESS: 'garbage' };
    const { config, problems } = readConfig(environment, {
      sampling: { endpoint: 'rules:2000', pollingIntervalMillis: 30_000 },
    });
    expect(config.sampling.central).toStrictEqual({
      endpoint: 'http://rules:2000',
      pollingIntervalMillis: 30_000,
      isExplicit: true,
    });
    expect(problems).toStrictEqual([]);
  });
});

describe('local rules', () => {
  const rules = { version: 2, default: { fixed_target: 1, rate: 0.1 } } as const;

  it('come from code as rules or as a file, over the variable', () => {
    const environment = { OTEL_XRAY_SAMPLING_RULES: 'env.json' };
    expect(readConfig(environment).config.sampling.local).toStrictEqual({ file: 'env.json' });
    expect(readConfig(environment, { sampling: { rules: 'code.json' } }).config.sampling.local).toStrictEqual({
      file: 'code.json',
    });
    expect(readConfig(environment, { sampling: { rules } }).config.sampling.local).toMatchObject({
      rules: [{ name: 'Default', fixedRate: 0.1, reservoirSize: 1, urlPath: '*' }],
    });
  });

  it('in code are copied, and the caller’s own stay unfrozen', () => {
    const own = { version: 2, default: { fixed_target: 1, rate: 0.1 } } as const;
    readConfig({}, { sampling: { rules: own } });
    expect(Object.isFrozen(own.default)).toBe(false);
  });
});
