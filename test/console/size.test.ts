import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../package/console');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath, entry.name));

test('the whole console is smaller than 100 kB gzipped', () => {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(100_000);
});

test('the page runs no script and has no style but those of its own files', () => {
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  expect(page.match(/<script[^>]*>/g)).toEqual([expect.stringMatching(/ src="\.\/assets\/[\w.-]+\.js"/)]);
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|https?:/);
});

test('nothing in the console writes HTML', () => {
  const sources = readdirSync(path.resolve(import.meta.dirname, '../../src/console'), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
  expect(sources.length).toBeGreaterThan(50);
  for (const source of sources)
    expect(source).not.toMatch(
      /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/,
    );
});
