import { resourceFromAttributes } from '@opentelemetry/resources';
import { describe, expect, it } from 'vitest';
import { createEnrich } from '../../src/enrichment/index.ts';
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { resources } from './recorded/written-spans.ts';
import { enriched, onlyDocument, settings } from './documents.ts';

const request: SpanFile = {
  name: 'GET /',
  kind: 'SERVER',
  scope: '@opentelemetry/instrumentation-http',
  attributes: {},
};
const modes = ['full', 'additive', 'off'] as const;

describe('where a service runs', () => {
  it.each([
    [
      'ecs',
      'AWS::ECS::Fargate',
      { ecs: { container: 'ip-10-0-0-1', task_family: 'shop', launch_type: 'fargate' }, account_id: '123456789012' },
    ],
    [
      'ec2',
      'AWS::EC2::Instance',
      { ec2: { instance_id: 'i-0123456789abcdef0', instance_size: 't4g.small', ami_id: 'ami-1' } },
    ],
    ['eks', 'AWS::EKS::Container', { eks: { cluster_name: 'shop-cluster', pod: 'shop-7d9f', container_id: 'c0ffee' } }],
    [
      'beanstalk',
      'AWS::ElasticBeanstalk::Environment',
      { elastic_beanstalk: { environment_name: 'shop-env', deployment_id: 42, version_label: '1.2.3' } },
    ],
  ] as const)('is the origin, with all that X-Ray shows of it: %s', (platform, origin, aws) => {
    expect(onlyDocument(toSpan(request, resources[platform]))).toMatchObject({ origin, aws });
  });

  it('leads to its logs', () => {
    expect(onlyDocument(toSpan(request, resources.ecs)).aws?.['cloudwatch_logs']).toEqual([
      { log_group: '/ecs/shop', arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/shop' },
    ]);
  });

  it('is no EC2 instance where a machine has some other id', () => {
    expect(onlyDocument(toSpan(request, resources.laptop)).aws).not.toHaveProperty('ec2');
  });

  it('is told with the SDK, its version and the service’s', () => {
    expect(onlyDocument(toSpan(request))).toMatchObject({
      service: { version: '1.2.3' },
      aws: { xray: { sdk: 'opentelemetry for javascript', sdk_version: '3.1.0', auto_instrumentation: true } },
    });
  });
});

describe('the attributes of a resource', () => {
  it('are those of the list, without command lines and host names', () => {
    const text = JSON.stringify(enriched(toSpan(request, resources.laptop)).resource.attributes);
    expect(text).not.toMatch(/process\.|host\.|app\.js|laptop/);
    expect(JSON.stringify(enriched(toSpan(request, resources.ecs)).resource.attributes)).not.toMatch(
      /stream|revision|resource_id/,
    );
  });

  it('that were configured go on, and so do those of no detector', () => {
    const configured = {
      ...settings(),
      resource: { attributes: { 'host.name': 'mine', 'process.owner': 'me' }, detectors: [] },
    };
    const span = toSpan(request, { ...resources.laptop, 'host.name': 'mine', 'process.owner': 'me', team: 'blue' });
    expect(createEnrich(configured)(span)?.resource.attributes).toMatchObject({
      'host.name': 'mine',
      'process.owner': 'me',
      team: 'blue',
    });
  });

  it('are sent as recorded in the other modes, without secrets', () => {
    const span = toSpan(request, { ...resources.laptop, key: 'AKIAIOSFODNN7EXAMPLE' });
    for (const mode of ['additive', 'off'] as const) {
      const { attributes } = enriched(span, { mode }).resource;
      expect(attributes).toMatchObject({ 'host.name': 'laptop', 'telemetry.sdk.language': 'nodejs', key: 'REDACTED' });
    }
  });

  it.each(['java', 'python', 'dotnet', 'php', 'go'])(
    'never claim a language whose stacks kill collectors: %s',
    (language) => {
      for (const mode of modes) {
        const { attributes } = enriched(toSpan(request, { ...resources.shop, 'telemetry.sdk.language': language }), {
          mode,
        }).resource;
        expect(['javascript', 'nodejs']).toContain(attributes['telemetry.sdk.language']);
      }
    },
  );

  it('are rewritten once for all spans of the resource', () => {
    const enrich = createEnrich(settings());
    const [one, other] = [enrich(toSpan(request)), enrich(toSpan(request))];
    expect(one?.resource).toBe(other?.resource);
    expect(one?.instrumentationScope.name).toBe(request.scope);
  });

  it('that come late are taken when they are there', async () => {
    const resource = resourceFromAttributes({
      'service.name': 'shop',
      'cloud.platform': Promise.resolve('aws_ec2'),
    });
    const enrich = createEnrich(settings());
    const span = { ...toSpan(request), resource };
    expect(enrich(span)?.resource.attributes).not.toHaveProperty('cloud.platform');
    await resource.waitForAsyncAttributes?.();
    expect(enrich(span)?.resource.attributes).toMatchObject({ 'cloud.platform': 'aws_ec2' });
  });
});
