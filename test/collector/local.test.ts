import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const collector = path.resolve(import.meta.dirname, '../../collector');
const config = readFileSync(path.join(collector, 'local.yaml'), 'utf8');
const readme = readFileSync(path.join(collector, 'README.md'), 'utf8');

/** What the ADOT collector v0.49.0 is built with, as far as a configuration of ours may use it. */
const ADOT_COMPONENTS: Readonly<Record<string, readonly string[]>> = {
  extensions: ['awsproxy', 'file_storage', 'health_check', 'sigv4auth'],
  receivers: ['awsxray', 'otlp'],
  processors: ['attributes', 'batch', 'filter', 'memory_limiter', 'resource', 'resourcedetection', 'tail_sampling'],
  exporters: ['awsxray', 'otlp', 'otlphttp'],
};

/** The ids of the components that a section configures: its keys at the first level. */
function componentsIn(section: string): string[] {
  const body = new RegExp(`^${section}:\\n((?:[ #].*\\n|\\n)*)`, 'm').exec(config)?.[1] ?? '';
  return [...body.matchAll(/^ {2}([\w/]+):/gm)].flatMap(([, id]) => id ?? []);
}

test('the configuration uses only components that the ADOT collector contains', () => {
  for (const [section, known] of Object.entries(ADOT_COMPONENTS)) {
    const used = componentsIn(section);
    expect(used, section).not.toEqual([]);
    expect(known).toEqual(expect.arrayContaining(used.map((id) => id.split('/')[0])));
  }
});

test('every component that is configured is used, and every one that is used is configured', () => {
  const service = config.slice(config.indexOf('\nservice:'));
  const used = [...service.matchAll(/: \[(.*)\]/g)].flatMap(([, list]) => list?.split(', ') ?? []);
  expect([...new Set(used)].toSorted()).toEqual(
    [...new Set(Object.keys(ADOT_COMPONENTS).flatMap((section) => componentsIn(section)))].toSorted(),
  );
});

test('memory is guarded first and spans are batched last', () => {
  expect(config).toContain('processors: [memory_limiter, batch]\n');
});

test('every value from the environment has a default, and README names both', () => {
  const variables = [...config.matchAll(/\$\{env:(\w+)(?::-([^}]+))?\}/g)].map(
    ([, name, value]) => `${name}: ${value}`,
  );
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| `([^`]+)` +\|/gm)].map(
    ([, name, value]) => `${name}: ${value}`,
  );
  expect([...new Set(variables)].toSorted()).toEqual(rows.toSorted());
});
