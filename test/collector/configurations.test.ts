import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import adot from '../../collector/adot-components.json' with { type: 'json' };
import {
  COLLECTOR_FOLDER,
  CONFIGURATION_NAMES,
  readConfiguration,
  readConfigurationText,
  SECTIONS,
  variablesIn,
} from './support/configurations.ts';

const readme = readFileSync(path.join(COLLECTOR_FOLDER, 'README.md'), 'utf8');

/** The types that a configuration of ours may use: those that stay, and the names that older releases know them by. */
function adotComponents(section: (typeof SECTIONS)[number]): string[] {
  const aliases: Readonly<Partial<Record<string, object>>> = adot.deprecatedAliases;
  const leaving: Readonly<Partial<Record<string, readonly string[]>>> = adot.toBeRemoved;
  const staying = adot[section].filter((type) => !leaving[section]?.includes(type));
  return [...staying, ...Object.keys(aliases[section] ?? {})];
}

test('there is a configuration for every place', () => {
  expect(CONFIGURATION_NAMES).toEqual([
    'durable.yaml',
    'gateway.yaml',
    'lambda.yaml',
    'local.yaml',
    'otlp-endpoint.yaml',
    'sidecar.yaml',
  ]);
});

describe.each(CONFIGURATION_NAMES)('%s', (name) => {
  const text = readConfigurationText(name);
  const { service, ...configuration } = readConfiguration(name);
  const pipelines = Object.values(service.pipelines);
  const configured = SECTIONS.flatMap((section) => Object.keys(configuration[section] ?? {}));

  test('it uses only components that the ADOT collector contains', () => {
    expect(Object.keys(configuration.receivers ?? {})).not.toEqual([]);
    for (const section of SECTIONS) {
      const types = Object.keys(configuration[section] ?? {}).map((id) => id.split('/')[0]);
      expect(adotComponents(section), section).toEqual(expect.arrayContaining(types));
    }
  });

  test('every component that is configured is used, and every one that is used is configured', () => {
    const used = [
      ...(service.extensions ?? []),
      ...pipelines.flatMap(({ receivers, processors = [], exporters }) => [...receivers, ...processors, ...exporters]),
    ];
    expect([...new Set(used)].toSorted()).toEqual([...new Set(configured)].toSorted());
  });

  test('every pipeline has one exporter', () => {
    for (const { exporters } of pipelines) expect(exporters).toHaveLength(1);
  });

  test('what comes from outside is guarded against memory running out, before anything else', () => {
    const outside = pipelines.filter(({ receivers }) => receivers.includes('otlp'));
    expect(outside).toHaveLength(1);
    // The Lambda layer has no processors.
    const first = name === 'lambda.yaml' ? undefined : 'memory_limiter';
    for (const { processors } of outside) expect(processors?.[0]).toBe(first);
  });

  test('nothing that is only in memory stands between the acknowledgement and a queue on disk', () => {
    const hasQueue = 'file_storage' in (configuration.extensions ?? {});
    const batches = pipelines.some(({ processors }) => processors?.includes('batch'));
    expect(hasQueue && batches).toBe(false);
    expect(hasQueue).toBe(['durable.yaml', 'gateway.yaml', 'otlp-endpoint.yaml'].includes(name));
  });

  test('it has no list of annotations of its own', () => {
    expect(text).not.toMatch(/^\s*index(?:ed_attributes|_all_attributes):/m);
  });

  test('the sampling proxy is reachable from the same machine, task or pod alone unless the environment says so', () => {
    expect(variablesIn(text).get('AWSPROXY_ENDPOINT')).toBe(name === 'lambda.yaml' ? undefined : '127.0.0.1:2000');
  });

  test('another account is reached by a role from the environment', () => {
    const roles = [...text.matchAll(/^\s*(?:role_arn|arn): (.*)$/gm)].map(([, value]) => value);
    expect(new Set(roles)).toEqual(new Set(['${env:XRAY_ROLE_ARN:-}']));
  });

  test('every value from the environment has a default', () => {
    for (const [variable, value] of variablesIn(text)) expect(value, variable).toBeTypeOf('string');
  });

  test('no address, region or folder stands in it but as a default', () => {
    const fixed = text.replaceAll(/#.*$/gm, '').replaceAll(/\$\{env:\w+:-(?:[^{}]|\$\{[^{}]*\})*\}/g, '');
    expect(fixed).not.toMatch(/\d+\.\d+\.\d+\.\d+|:\d{4,5}|amazonaws|us-east-1|\/var\//);
  });

  test('it fits into a standard parameter of the Systems Manager, from which ECS gives it to the collector', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
  });
});

test('README names every variable with the default of each configuration', () => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\| (?!yes|no)/gm)].map(([, name, value]) => ({
    name,
    defaults: [...(value ?? '').matchAll(/`([^`]*)`|(none)/g)]
      .map(([, text, none]) => (none === undefined ? (text ?? '') : ''))
      .toSorted(),
  }));
  const defaults = new Map<string, Set<string>>();
  for (const name of CONFIGURATION_NAMES) {
    for (const [variable, value = ''] of variablesIn(readConfigurationText(name))) {
      defaults.set(variable, (defaults.get(variable) ?? new Set()).add(value));
    }
  }
  const expected = [...defaults].map(([name, values]) => ({ name, defaults: [...values].toSorted() }));
  const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }): number =>
    (a.name ?? '').localeCompare(b.name ?? '');
  expect(rows.toSorted(byName)).toEqual(expected.toSorted(byName));
});

test('the list of ADOT has a component for every alias', () => {
  for (const [section, aliases] of Object.entries(adot.deprecatedAliases)) {
    expect(adot[section as keyof typeof adot.deprecatedAliases], section).toEqual(
      expect.arrayContaining(Object.values(aliases)),
    );
  }
});
