import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context, trace } from '@opentelemetry/api';
import { AlwaysOnSampler, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { get } from 'node:http';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { afterEach, expect, test } from 'vitest';
import { detectPlatform } from '../../src/resource/detect-platform.ts';
import { startMetadataService, type MetadataService } from './metadata-service.ts';
import { writeFiles } from './temporary-files.ts';

const ALL = ['ec2', 'ecs', 'eks', 'lambda', 'beanstalk'] as const;
const IDENTITY = { instanceId: 'i-1', region: 'eu-west-1', accountId: '123456789012' };
const TASK = { TaskARN: 'arn:aws:ecs:eu-west-1:123456789012:task/prod/1', LaunchType: 'EC2' };

const { folder: dmiFolder, remove } = writeFiles({ sys_vendor: 'Amazon EC2\n' });
let service: MetadataService | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function start(
  answers: Record<string, unknown>,
): Promise<{ environment: Record<string, string>; dmiFolder: string }> {
  service = await startMetadataService(answers);
  const environment = {
    AWS_EC2_METADATA_SERVICE_ENDPOINT: service.url,
    ECS_CONTAINER_METADATA_URI_V4: `${service.url}/v4`,
  };
  return { environment, dmiFolder };
}

const EC2 = { 'PUT /latest/api/token': 'token', 'GET /latest/dynamic/instance-identity/document': IDENTITY };

test('a task on an instance has the platform of the task and the instance of the instance', async () => {
  const places = await start({ ...EC2, 'GET /v4': { DockerId: 'abc' }, 'GET /v4/task': TASK });
  expect(await detectPlatform(ALL, places)).toMatchObject({
    'cloud.platform': 'aws_ecs',
    'container.id': 'abc',
    'aws.ecs.launchtype': 'ec2',
    'host.id': 'i-1',
  });
});

test('only the configured platforms are looked for', async () => {
  const places = await start({ ...EC2, 'GET /v4': {}, 'GET /v4/task': TASK });
  expect(await detectPlatform(['ec2'], places)).toMatchObject({ 'cloud.platform': 'aws_ec2' });
  expect(service?.requests.some((request) => request.includes('/v4'))).toBe(false);
  expect(await detectPlatform([], places)).toEqual({});
});

test('a service that never answers leaves out its own part and no more', async () => {
  const places = await start({ 'PUT /latest/api/token': null, 'GET /v4': { DockerId: 'abc' }, 'GET /v4/task': TASK });
  const detected = await detectPlatform(ALL, { ...places, timeoutMillis: 300 });
  expect(detected).toMatchObject({ 'cloud.platform': 'aws_ecs', 'container.id': 'abc' });
  expect(detected).not.toHaveProperty('host.id');
});

test('nothing undefined is told', async () => {
  const places = await start({ ...EC2, 'GET /v4': {}, 'GET /v4/task': {} });
  expect(Object.values(await detectPlatform(ALL, places))).not.toContain(undefined);
});

test('looking makes no spans', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const { HttpInstrumentation } = await import('@opentelemetry/instrumentation-http');
  const instrumentation = new HttpInstrumentation({ disableIncomingRequestInstrumentation: true });
  instrumentation.setTracerProvider(provider);
  instrumentation.enable();
  const http = createRequire(import.meta.url)('http') as { get: typeof get };
  // In the bundle `import('node:http')` is a `require`, which sees the patch without this.
  syncBuiltinESMExports();
  try {
    const places = await start({ ...EC2, 'GET /v4': {}, 'GET /v4/task': TASK });
    const span = provider.getTracer('test').startSpan('first request');
    await context.with(trace.setSpan(context.active(), span), () => detectPlatform(ALL, places));
    expect(service?.requests).toHaveLength(4);
    await new Promise((resolve) =>
      http.get(`${service?.url}/control`, (response) => response.resume().on('close', resolve)),
    );
    expect(exporter.getFinishedSpans().map((finished) => finished.attributes['url.full'])).toEqual([
      `${service?.url}/control`,
    ]);
  } finally {
    instrumentation.disable();
    syncBuiltinESMExports();
    context.disable();
    remove();
  }
});
