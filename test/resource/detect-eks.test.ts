import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { detectEks } from '../../src/resource/detect-eks.ts';
import { writeFiles } from './temporary-files.ts';

let files: ReturnType<typeof writeFiles> | undefined;
afterEach(() => files?.remove());

function tokenFor(claims: unknown): string {
  return ['header', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
}

function detect(
  token: string,
  environment: Record<string, string> = { KUBERNETES_SERVICE_HOST: '10.100.0.1', HOSTNAME: 'web-7d4b9' },
) {
  files = writeFiles({ token });
  return detectEks({
    environment,
    kubernetesTokenFile: join(files.folder, 'token'),
    signal: new AbortController().signal,
  });
}

test.each([
  ['https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE', 'eu-west-1'],
  ['https://oidc.eks.cn-north-1.amazonaws.com.cn/id/EXAMPLE', 'cn-north-1'],
])('a pod whose token comes from %s is on EKS', async (iss, region) => {
  expect(await detect(tokenFor({ iss }))).toEqual({
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_eks',
    'cloud.region': region,
    'k8s.pod.name': 'web-7d4b9',
  });
});

test.each([
  tokenFor({ iss: 'https://container.googleapis.com/v1/projects/p/locations/l/clusters/c' }),
  tokenFor({ iss: 'https://oidc.eks.evil.example.com/id/amazonaws.com/' }),
  tokenFor({ iss: 7 }),
  tokenFor(null),
  'garbage',
  '',
])('a pod with the token %s is not', async (token) => {
  expect(await detect(token)).toEqual({});
});

test('without Kubernetes or without a token there is no EKS', async () => {
  const token = tokenFor({ iss: 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE' });
  expect(await detect(token, {})).toEqual({});
  const signal = new AbortController().signal;
  expect(
    await detectEks({
      environment: { KUBERNETES_SERVICE_HOST: '10.100.0.1' },
      kubernetesTokenFile: '/no/token',
      signal,
    }),
  ).toEqual({});
});
