import { describe, expect, it } from 'vitest';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { startService } from '../support/start-service.ts';
import { askService } from './ask-service.ts';

const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const parent = 'Parent=53995c3f42cd8ad8';

describe.each(testNodes())('Node $version', ({ binary: node }) => {
  it('records the first request of a burst and about 5 % of the others by default', async () => {
    await using receiver = await startReceiver();
    const service = await startService({
      node,
      args: ['--require', './register', 'test/e2e/apps/service.cjs'],
      env: { ...receiver.env, OTEL_TRACES_SAMPLER: '' },
    });
    const first = await service.get('/plain?question=first');
    const requests = 1000;
    const statuses = new Set<number>();
    for (let asked = 0; asked < requests; asked += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => service.get('/plain')));
      for (const { status } of answers) statuses.add(status);
    }
    const { stderr } = await service.end();
    const spans = receiver.spans();

    expect({ first: first.status, others: [...statuses] }).toEqual({ first: 200, others: [200] });
    expect(first.headers['x-amzn-trace-id']).toMatch(/;Sampled=1$/);
    expect(spans.filter((span) => span.attributes['url.query'] === 'question=first')).toHaveLength(1);
    // 50 of 1000, five standard deviations to each side, and above also one for each of at most 25 seconds.
    expect(spans.length).toBeGreaterThan(15);
    expect(spans.length).toBeLessThan(1 + 50 + 35 + 25);
    expect(stderr).toContain('sampler xray with http://127.0.0.1:2000.');
  });

  it('follows its caller beyond the first of a second', async () => {
    const env = { OTEL_TRACES_SAMPLER: '' };
    const complete = Array.from({ length: 30 }, (_, index) => ({
      path: '/plain',
      headers: { 'x-amzn-trace-id': `${root};${index % 3 === 0 ? '' : `${parent};`}Sampled=${index % 2}` },
    }));
    const { observations } = await askService({ node, env }, complete);

    expect(observations.map(({ serverSpan }) => serverSpan !== undefined)).toEqual(
      complete.map((_, index) => index % 2 === 1),
    );
  });

  describe.each(['always_on', 'xray_default', 'parentbased_always_on'])('with the sampler %s', (sampler) => {
    const probes = [
      { path: '/health' },
      { path: '/healthz' },
      { path: '/livez' },
      { path: '/readyz' },
      { path: '/plain', headers: { 'user-agent': 'ELB-HealthChecker/2.0' } },
      { path: '/plain', headers: { 'user-agent': 'kube-probe/1.31' } },
      {
        path: '/plain',
        headers: { 'user-agent': 'Amazon-Route53-Health-Check-Service (ref 1; report http://amzn.to/1vsZADi)' },
      },
    ];

    it('leaves health checks out unless the caller says Sampled=1', async () => {
      const wanted = probes.map(({ path, headers }) => ({
        path,
        headers: { ...headers, 'x-amzn-trace-id': `${root};Sampled=1` },
      }));
      const { observations } = await askService({ node, env: { OTEL_TRACES_SAMPLER: sampler } }, [
        ...probes,
        ...wanted,
      ]);

      expect(observations.map(({ serverSpan }) => serverSpan !== undefined)).toEqual([
        ...probes.map(() => false),
        ...probes.map(() => true),
      ]);
      expect(observations.map(({ answered }) => answered[0]?.slice(-1))).toEqual([
        ...probes.map(() => '0'),
        ...probes.map(() => '1'),
      ]);
    });
  });
});
