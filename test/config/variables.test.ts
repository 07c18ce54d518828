import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { variables } from '../../src/config/variables.ts';
import type { ConfigPath } from '../../src/config/variable.ts';
import { type VariableRow, variableRows } from './variable-rows.ts';

const hostile: readonly (readonly [string, string])[] = [
  ['1 MiB of letters', 'x'.repeat(1 << 20)],
  ['1 MiB of commas and equals signs', '=,'.repeat(1 << 19)],
  ['control characters', 'a\u0000\u001b[31m\u0007b\r\notel-xray: error: forged'],
  ['lone surrogates', '\ud800\udfff\ud800'],
];

function valueAt(config: Config, path: ConfigPath): unknown {
  return path.split('.').reduce<unknown>((part, key) => Reflect.get(Object(part) as object, key), config);
}

function environmentOf(row: VariableRow, text: string): Record<string, string> {
  return { ...row.beside, [row.name]: text };
}

function expectRefused(row: VariableRow, text: string): void {
  const without = readConfig(row.besideBad ?? row.beside ?? {});
  const { config, problems } = readConfig({
    ...(row.besideBad ?? row.beside),
    [row.name]: text,
  });
  expect(config).toStrictEqual(without.config);
  const known = new Set(without.problems.map(({ message }) => message));
  const own = problems.filter(({ message }) => !known.has(message));
  expect(own).toHaveLength(1);
  expect(own[0]?.level).toBe('warn');
  const message = own[0]?.message ?? '';
  expect(message).toMatch(new RegExp(`^"${row.name}" is .+; expected .+\\. Using .+\\.$`));
  expect(message).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  expect(message.length).toBeLessThan(500);
}

const rows = new Map(variableRows.map((row) => [row.name, row]));

describe('the table of variables', () => {
  it('has no name twice', () => {
    expect(new Set(variables.map(({ name }) => name)).size).toBe(variables.length);
  });

  it('is covered by the rows of this test, all of it and nothing else', () => {
    expect(variableRows.map(({ name }) => name).toSorted()).toStrictEqual(variables.map(({ name }) => name).toSorted());
  });

  it.each(variableRows)('has good and bad texts of $name here', ({ good, bad }) => {
    expect(good.length).toBeGreaterThan(0);
    expect(bad.length).toBeGreaterThan(0);
  });

  it('reaches every field of the configuration', () => {
    const reached = new Set(variables.map(({ path }) => path));
    expect([...reached].toSorted()).toStrictEqual(Object.keys(allPaths).toSorted());
  });

  it('says everything in single sentences that fit a table and a diagnostic', () => {
    for (const { name, description, allowed, default: byDefault } of variables) {
      expect(description, name).toMatch(/^[A-Z][^\n]{10,250}\.$/);
      expect(allowed, name).toMatch(/^[^\n]{4,200}[^.\n]$/);
      expect(byDefault, name).toMatch(/^[^\n]{1,140}[^.\n]?$/);
    }
  });
});

describe.each(variables.map(({ name, path }) => ({ name, path })))('$name', ({ name, path }) => {
  const row = rows.get(name);
  if (row === undefined) {
    // Said above.
    return;
  }

  it.each(row.good)('takes %j', (text, value) => {
    const { config, problems } = readConfig(environmentOf(row, text));
    expect(valueAt(config, path)).toStrictEqual(value);
    expect(problems.filter(({ level }) => level === 'warn')).toStrictEqual([]);
  });

  it('takes the first good text with blanks around it', () => {
    const [text, value] = row.good[0] ?? ['', undefined];
    const { config } = readConfig(environmentOf(row, ` \t${text}\n`));
    expect(valueAt(config, path)).toStrictEqual(value);
  });

  it.each(['', ' ', '\t\n '])('counts as unset when it is %j', (text) => {
    expect(readConfig(environmentOf(row, text))).toStrictEqual(readConfig(row.beside ?? {}));
  });

  it.each(row.bad)('refuses %j in one sentence', (text) => {
    expectRefused(row, text);
  });

  it.each(hostile)('refuses %s in one short printable sentence', (_what, text) => {
    expectRefused(row, text);
  });
});

const allPaths: Readonly<Record<ConfigPath, true>> = {
  enabled: true,
  configFile: true,
  logLevel: true,
  logFormat: true,
  contextMissing: true,
  shutdownTimeoutMillis: true,
  exitFlush: true,
  metrics: true,
  logs: true,
  'resource.serviceName': true,
  'resource.attributes': true,
  'resource.detectors': true,
  'propagation.propagators': true,
  'propagation.responseHeader': true,
  'propagation.trustIncoming': true,
  'propagation.propagateTo': true,
  'sampling.sampler': true,
  'sampling.ratio': true,
  'sampling.central': true,
  'sampling.local': true,
  'sampling.healthChecks': true,
  'exporter.kinds': true,
  'exporter.protocol': true,
  'exporter.endpoint': true,
  'exporter.headers': true,
  'exporter.compression': true,
  'exporter.timeoutMillis': true,
  'exporter.certificateFile': true,
  'exporter.clientCertificateFile': true,
  'exporter.clientKeyFile': true,
  'batch.maxQueueSize': true,
  'batch.maxExportBatchSize': true,
  'batch.scheduledDelayMillis': true,
  'batch.exportTimeoutMillis': true,
  'spanLimits.attributeCountLimit': true,
  'spanLimits.attributeValueLengthLimit': true,
  'spanLimits.eventCountLimit': true,
  'spanLimits.linkCountLimit': true,
  'spanLimits.attributePerEventCountLimit': true,
  'spanLimits.attributePerLinkCountLimit': true,
  'instrumentation.enabled': true,
  'instrumentation.disabled': true,
  'instrumentation.frameworkSpans': true,
  'instrumentation.http': true,
  'enrichment.mode': true,
  'enrichment.redact': true,
  'enrichment.segmentNameHosts': true,
  'enrichment.sqlQueries': true,
};
