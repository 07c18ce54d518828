import { describe, expect, it } from 'vitest';
import { createSamplingService, wireRule } from '../sampler/support/sampling-service.ts';
import { serveSampling } from '../sampler/support/serve-sampling.ts';
import { askOften, saysSampled } from '../support/ask-often.ts';
import { drawTrace } from '../support/draw-trace.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { startService } from '../support/start-service.ts';

const rules = [
  wireRule({ RuleName: 'everything here', Priority: 1, URLPath: '/plain', FixedRate: 1, ReservoirSize: 0 }),
  wireRule({ FixedRate: 0.05, ReservoirSize: 0 }),
];

describe.each(testNodes())('Node $version', ({ binary: node }) => {
  it('exports 5 % of the requests as whole traces when the console says so', async () => {
    const xray = createSamplingService({ epochMillis: Date.now, rules });
    await using proxy = await serveSampling(xray);
    await using receiver = await startReceiver();
    const service = await startService({
      node,
      args: ['--require', './register', 'test/e2e/apps/service.cjs'],
      env: {
        ...receiver.env,
        OTEL_TRACES_SAMPLER: '',
        OTEL_SERVICE_NAME: 'service',
        AWS_XRAY_DAEMON_ADDRESS: `udp:127.0.0.1:1 tcp:${new URL(proxy.url).host}`,
      },
    });
    // The default rule would hardly take ten at once.
    await expect
      .poll(async () => (await askOften(service, '/plain', 10)).every(saysSampled), {
        timeout: 15_000,
      })
      .toBe(true);

    const requests = 600;
    const headers = await askOften(service, '/call', requests);
    const { code, stderr } = await service.end();

    const calls = receiver
      .traces()
      .filter((spans) => spans.some(({ attributes }) => attributes['url.path'] === '/call'));
    const sampled = headers.filter(saysSampled).length;
    expect(calls).toHaveLength(sampled);
    // 30 of 600, five standard deviations to each side.
    expect(sampled).toBeGreaterThan(3);
    expect(sampled).toBeLessThan(57);
    for (const spans of calls) {
      expect(drawTrace(spans)).toEqual([
        'service server GET 200',
        '  service client GET 200',
        '    service server GET 200',
        '  service client GET 200',
        '    service server GET 200',
      ]);
      const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
      expect(roots.map(({ attributes }) => attributes['aws.xray.sampling_rule_name'])).toEqual(['Default']);
    }
    // Neither the questions to the proxy nor anything else makes traces of its own.
    const strays = receiver
      .spans()
      .map(({ attributes }) => JSON.stringify(attributes['url.path'] ?? attributes['url.full']))
      .filter((url) => !/\/(plain|call|downstream)"$/.test(url));
    expect(strays).toEqual([]);
    expect(code).toBe(0);
    expect(stderr).toContain(`"${proxy.url}" answers: its 2 sampling rules decide.`);
  });

  it('loads rules of a file that the service brings along', async () => {
    await using receiver = await startReceiver();
    const service = await startService({
      node,
      args: ['--require', './register', 'test/e2e/apps/service.cjs'],
      env: {
        ...receiver.env,
        OTEL_TRACES_SAMPLER: 'xray_default',
        OTEL_XRAY_SAMPLING_RULES: 'test/e2e/apps/sampling-rules.json',
      },
    });
    const plain = await askOften(service, '/plain', 20);
    const own = await askOften(service, '/stream', 20);
    const { stderr } = await service.end();
    expect(plain.every((header) => header.endsWith('Sampled=0'))).toBe(true);
    expect(own.every(saysSampled)).toBe(true);
    expect(stderr).not.toMatch(/warn: (?!.*out of support)/);
  });
});
