import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findApplicationPackage } from '../../src/resource/application-package.ts';
import { writeFiles } from './temporary-files.ts';

let files: ReturnType<typeof writeFiles> | undefined;
afterEach(() => files?.remove());

const SHOP = JSON.stringify({ name: 'shop', version: '1.2.3' });

test.each([
  ['beside the entry', { 'package.json': SHOP }, 'server.js'],
  ['folders above the entry', { 'package.json': SHOP }, 'dist/bin/server.js'],
  ['for an entry that is a folder', { 'package.json': SHOP, 'index.js': '' }, '.'],
  ['above one without a name', { 'package.json': SHOP, 'dist/package.json': '{"type":"module"}' }, 'dist/server.js'],
  ['above a broken one', { 'package.json': SHOP, 'dist/package.json': '{"name":' }, 'dist/server.js'],
  ['above one that is no object', { 'package.json': SHOP, 'dist/package.json': 'null' }, 'dist/server.js'],
  [
    'above an installed tool',
    { 'package.json': SHOP, 'node_modules/next/package.json': '{"name":"next"}' },
    'node_modules/next/bin/next.js',
  ],
  ['above a linked tool', { 'package.json': SHOP }, 'node_modules/.bin/next'],
])('the package is found %s', (_where, content, entry) => {
  files = writeFiles(content);
  expect(findApplicationPackage(join(files.folder, entry), '/')).toEqual({ name: 'shop', version: '1.2.3' });
});

test('a tool installed elsewhere runs the application of the working folder', () => {
  files = writeFiles({ 'app/package.json': SHOP, 'lib/node_modules/pm2/package.json': '{"name":"pm2"}' });
  expect(
    findApplicationPackage(join(files.folder, 'lib/node_modules/pm2/start.js'), join(files.folder, 'app'))?.name,
  ).toBe('shop');
});

test('the nearest package with a name is the application', () => {
  files = writeFiles({ 'package.json': SHOP, 'services/cart/package.json': '{"name":"@shop/cart","version":7}' });
  expect(findApplicationPackage(join(files.folder, 'services/cart/index.js'), '/')).toEqual({ name: '@shop/cart' });
});

test('without an entry, or without a package, there is none', () => {
  files = writeFiles({ 'server.js': '' });
  expect(findApplicationPackage(undefined, files.folder)).toBeUndefined();
  expect(findApplicationPackage('', files.folder)).toBeUndefined();
  expect(findApplicationPackage(join(files.folder, 'server.js'), files.folder)).toBeUndefined();
  expect(findApplicationPackage('\0', files.folder)).toBeUndefined();
});
