import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ResourceConfig } from '../../src/config/config.ts';
import { recordDiagnostics } from '../exporter/recorded-diagnostics.ts';
import { createResource } from '../../src/resource/create-resource.ts';
import { startMetadataService } from './metadata-service.ts';
import { writeFiles } from './temporary-files.ts';

const { folder, remove } = writeFiles({ 'package.json': JSON.stringify({ name: 'shop', version: '1.2.3' }) });
const DEPS = { environment: {}, version: '9.9.9', entryFile: join(folder, 'server.js') };
const config = (options: Partial<ResourceConfig> = {}): ResourceConfig => ({
  attributes: {},
  detectors: [],
  ...options,
});

afterAll(() => remove());

test('the service is what the configuration says, else its package, else unknown', () => {
  const nameOf = (options: Partial<ResourceConfig>, entryFile = DEPS.entryFile) =>
    createResource(config(options), { ...DEPS, entryFile }).attributes['service.name'];
  expect(nameOf({ serviceName: 'cart' })).toBe('cart');
  expect(nameOf({ serviceName: 'cart', attributes: { 'service.name': 'other' } })).toBe('cart');
  expect(nameOf({})).toBe('shop');
  expect(nameOf({}, '/')).toBe('unknown_service:node');
});

test('without detectors everything is known at once, and nothing personal is told', () => {
  const resource = createResource(config({ attributes: { 'deployment.environment.name': 'test' } }), DEPS);
  expect(resource.asyncAttributesPending).toBe(false);
  expect(resource.attributes).toEqual({
    'service.name': 'shop',
    'service.version': '1.2.3',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.version': expect.stringMatching(/^3\./),
    'telemetry.distro.name': 'otel-xray',
    'telemetry.distro.version': '9.9.9',
    'deployment.environment.name': 'test',
  });
});

test('off AWS all detectors together add nothing and say nothing', async () => {
  const diagnostics = recordDiagnostics();
  const resource = createResource(
    config({ serviceName: 'shop', detectors: ['ec2', 'ecs', 'eks', 'lambda', 'beanstalk'] }),
    DEPS,
  );
  const known = resource.attributes;
  await resource.waitForAsyncAttributes?.();
  diagnostics.stop();
  expect(resource.attributes).toEqual(known);
  expect(diagnostics.lines).toEqual([]);
});

test('the platform adds to the service, and the configuration wins over the platform', async () => {
  const service = await startMetadataService({
    'GET /': { DockerId: 'abc' },
    'GET //task': { TaskARN: 'arn:aws:ecs:eu-west-1:123456789012:task/prod/1', Family: 'web' },
  });
  const environment = { ECS_CONTAINER_METADATA_URI_V4: `${service.url}/` };
  const attributes = { 'cloud.region': 'mars-1' };
  const resource = createResource(config({ serviceName: 'shop', detectors: ['ecs'], attributes }), {
    ...DEPS,
    environment,
  });
  await resource.waitForAsyncAttributes?.();
  await service.close();
  expect(resource.attributes).toMatchObject({
    'service.name': 'shop',
    'cloud.platform': 'aws_ecs',
    'cloud.account.id': '123456789012',
    'cloud.region': 'mars-1',
    'aws.ecs.task.family': 'web',
  });
});
