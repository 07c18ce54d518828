import { expect, test } from 'vitest';
import { describeLoadedBefore } from '../../../src/distro/warnings/loaded-before.ts';

const hooked = new Set(['http', 'express', 'pg', '@smithy/core', '@opentelemetry/api', 'a', 'b', 'c', 'd']);
const says = (names: string, [was, is] = ['were', 'are']): string =>
  `${names} ${was} loaded before otel-xray and ${is} not traced; load otel-xray first, as by "node --require otel-xray/register".`;

test.each([
  [['/srv/node_modules/express/index.js', '/srv/node_modules/express/lib/router.js'], says('"express"', ['was', 'is'])],
  [
    [
      'C:\\srv\\node_modules\\@smithy\\core\\dist\\index.js',
      '/srv/node_modules/.pnpm/pg@8/node_modules/pg/lib/index.js',
    ],
    says('"@smithy/core", "pg"'),
  ],
  [
    ['a', 'b', 'c', 'd', 'pg', 'express'].map((name) => `/node_modules/${name}/index.js`),
    says('"a", "b", "c", "d", "pg" and 1 more'),
  ],
  [['/srv/express/index.js', '/srv/node_modules/express-x/express/index.js', '/srv/http.js'], undefined],
  [['/srv/node_modules/@opentelemetry/api/dist/index.cjs'], undefined],
  [[], undefined],
])('%j', (files, expected) => {
  expect(describeLoadedBefore(files, hooked)).toBe(expected);
});
