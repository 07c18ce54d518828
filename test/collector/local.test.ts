import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import adot from '../../collector/adot-components.json' with { type: 'json' };

const collector = path.resolve(import.meta.dirname, '../../collector');
const config = readFileSync(path.join(collector, 'local.yaml'), 'utf8');
const readme = readFileSync(path.join(collector, 'README.md'), 'utf8');

/** The classes of components, as sections of a configuration and as lists of what ADOT contains. */
const SECTIONS = ['extensions', 'receivers', 'processors', 'exporters'] as const;

/** The types that a configuration of ours may use: those that stay, and the names that older releases know them by. */
function adotComponents(section: (typeof SECTIONS)[number]): string[] {
  const aliases: Readonly<Partial<Record<string, object>>> = adot.deprecatedAliases;
  const leaving: Readonly<Partial<Record<string, readonly string[]>>> = adot.toBeRemoved;
  const staying = adot[section].filter((type) => !leaving[section]?.includes(type));
  return [...staying, ...Object.keys(aliases[section] ?? {})];
}

/** The ids of the components that a section configures: its keys at the first level. */
function componentsIn(section: string): string[] {
  const body = new RegExp(`^${section}:\\n((?:[ #].*\\n|\\n)*)`, 'm').exec(config)?.[1] ?? '';
  return [...body.matchAll(/^ {2}([\w/]+):/gm)].flatMap(([, id]) => id ?? []);
}

test('the configuration uses only components that the ADOT collector contains', () => {
  for (const section of SECTIONS) {
    const used = componentsIn(section);
    expect(used, section).not.toEqual([]);
    expect(adotComponents(section)).toEqual(expect.arrayContaining(used.map((id) => id.split('/')[0])));
  }
});

test('every component that is configured is used, and every one that is used is configured', () => {
  const service = config.slice(config.indexOf('\nservice:'));
  const used = [...service.matchAll(/: \[(.*)\]/g)].flatMap(([, list]) => list?.split(', ') ?? []);
  expect([...new Set(used)].toSorted()).toEqual(
    [...new Set(SECTIONS.flatMap((section) => componentsIn(section)))].toSorted(),
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

test('the list of ADOT has a component for every alias', () => {
  for (const [section, aliases] of Object.entries(adot.deprecatedAliases)) {
    expect(adot[section as keyof typeof adot.deprecatedAliases], section).toEqual(
      expect.arrayContaining(Object.values(aliases)),
    );
  }
});
