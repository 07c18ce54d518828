import { afterEach, expect, test, vi } from 'vitest';
import { detectLambda } from '../../src/resource/detect-lambda.ts';

afterEach(() => vi.unstubAllEnvs());

const signal = new AbortController().signal;

test('the function is told as upstream tells it', async () => {
  const environment = {
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    AWS_REGION: 'eu-west-1',
    AWS_LAMBDA_FUNCTION_NAME: 'orders',
    AWS_LAMBDA_FUNCTION_VERSION: '7',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/01/[7]abc',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  expect(await detectLambda({ environment, signal })).toEqual({
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'cloud.region': 'eu-west-1',
    'faas.name': 'orders',
    'faas.version': '7',
    'faas.max_memory': 128 * 1024 * 1024,
    'faas.instance': '2026/11/01/[7]abc',
    'aws.log.group.names': ['/aws/lambda/orders'],
  });
});

test('its name alone proves Lambda, and nothing is told that is not known', async () => {
  const environment = { AWS_LAMBDA_FUNCTION_NAME: 'orders', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  vi.stubEnv('AWS_EXECUTION_ENV', 'AWS_Lambda_nodejs22.x');
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'orders');
  vi.stubEnv('AWS_REGION', undefined);
  expect(await detectLambda({ environment, signal })).toEqual({
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'faas.name': 'orders',
  });
  expect(await detectLambda({ environment: {}, signal })).toEqual({});
});
