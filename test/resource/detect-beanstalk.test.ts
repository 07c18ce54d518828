import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detectBeanstalk, repairBeanstalk } from '../../src/resource/detect-beanstalk.ts';
import { writeFiles } from './temporary-files.ts';

test("upstream's answer is repaired: no service name, and the deployment as text", () => {
  const upstream = {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_elastic_beanstalk',
    'service.name': 'aws_elastic_beanstalk',
    'service.namespace': 'shop-prod',
    'service.version': 'app-5a56-170119',
    'service.instance.id': 32,
  };
  expect(repairBeanstalk(upstream)).toEqual({
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_elastic_beanstalk',
    'service.namespace': 'shop-prod',
    'service.version': 'app-5a56-170119',
    'service.instance.id': '32',
  });
  expect(repairBeanstalk({})).toEqual({});
});

test('without the file there is no Beanstalk, and a file elsewhere is none for upstream', async () => {
  const signal = new AbortController().signal;
  expect(await detectBeanstalk({ environment: {}, signal, beanstalkFile: '/no/environment.conf' })).toEqual({});
  const { folder, remove } = writeFiles({ 'environment.conf': '{}' });
  expect(await detectBeanstalk({ environment: {}, signal, beanstalkFile: join(folder, 'environment.conf') })).toEqual(
    {},
  );
  remove();
});
