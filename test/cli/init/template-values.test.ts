import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillTemplate, PLACEHOLDERS } from '../../../src/cli/init/template-values.ts';

const folder = path.resolve(import.meta.dirname, '../../../collector/deploy');
const templates = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath, entry.name));

const VALUES = {
  service: 'orders',
  region: 'eu-central-1',
  account: '999988887777',
  image: '999988887777.dkr.ecr.eu-central-1.amazonaws.com/team/shop:2.1.0',
  port: '8080',
  cluster: 'blue',
};

test('every example in the files is replaced by the value of the project', () => {
  const filled = templates.map((file) => fillTemplate(readFileSync(file, 'utf8'), VALUES)).join('\n');
  for (const placeholder of ['my-app', 'my-cluster', 'us-east-1', '111122223333']) {
    expect(filled).not.toContain(placeholder);
  }
  for (const value of Object.values(VALUES)) expect(filled).toContain(value);
  expect(filled).toContain('arn:aws:ecr:eu-central-1:999988887777:repository/team/shop"');
  expect(filled).not.toMatch(/(?<![\d.])3000(?!\w)/);
});

test('with the examples as values the files stay as they are', () => {
  for (const file of templates) {
    const text = readFileSync(file, 'utf8');
    expect(fillTemplate(text, PLACEHOLDERS).replaceAll(PLACEHOLDERS.image, 'my-app:1.0.0')).toBe(
      text.replaceAll(PLACEHOLDERS.image, 'my-app:1.0.0'),
    );
  }
});

test('a value that looks like an example is not replaced again', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(Object.values(PLACEHOLDERS), { minLength: 6 }), (shuffled) => {
      const [service = '', region = '', account = '', image = '', port = '', cluster = ''] = shuffled;
      const text = `${PLACEHOLDERS.service} ${PLACEHOLDERS.region} ${PLACEHOLDERS.account} ${PLACEHOLDERS.port}`;
      expect(fillTemplate(text, { service, region, account, image, port, cluster })).toBe(
        [service, region, account, port].join(' '),
      );
    }),
  );
});

test('an image outside of ECR leaves the repository of the service', () => {
  expect(fillTemplate('repository/my-app', { ...VALUES, image: 'ghcr.io/a/b:1' })).toBe('repository/orders');
});
