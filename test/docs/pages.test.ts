import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { variables } from '../../src/config/variables.ts';
import { root } from '../support/run-app.ts';

const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
/** Code holds links and headings of other languages. */
const withoutCode = (text: string): string => text.replace(/^```.*?^```/gms, '');

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const headings = [...withoutCode(read(page)).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Scripts of the manifest beside the page, and of the repository. */
function scriptsFor(page: string): string[] {
  const manifests = [path.join(path.dirname(page), 'package.json'), 'package.json'];
  return manifests
    .filter((file) => existsSync(path.join(root, file)))
    .flatMap((file) => Object.keys((JSON.parse(read(file)) as { scripts?: object }).scripts ?? {}));
}

/** Variables of our names that no configuration reads: the command's, and those of the repository's own tests. */
const otherVariables = new Set([
  'OTEL_XRAY_TOKEN',
  'OTEL_XRAY_TEST_NODES',
  'OTEL_XRAY_TEST_SEED',
  'OTEL_XRAY_TEST_SPANS',
]);
const known = new Set([...variables.map(({ name }) => name), ...otherVariables]);

it('there are pages', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/reliability.md', 'collector/README.md']));
});

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('links to files and headings that are there', () => {
    const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const dead = targets.filter((target) => {
      if (/^https?:/.test(target)) return false;
      const [file = '', anchor] = target.split('#');
      const found = file === '' ? page : path.join(path.dirname(page), file);
      if (!existsSync(path.join(root, found))) return true;
      return anchor !== undefined && !anchorsOf(found).has(anchor);
    });
    expect(dead).toEqual([]);
  });

  it('names npm scripts that there are', () => {
    const named = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
    // Any service's own.
    expect(named.filter((name) => name !== 'start' && !scriptsFor(page).includes(name))).toEqual([]);
  });

  it('names variables that are read', () => {
    const named = [...text.matchAll(/\b(?:OTEL_XRAY|AWS_XRAY|OTEL_BSP|OTEL_EXPORTER_OTLP)_[A-Z_]*[A-Z]\b/g)];
    expect(named.map(([name]) => name).filter((name) => !known.has(name))).toEqual([]);
  });
});
