import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** Where the configurations are. */
export const COLLECTOR_FOLDER: string = path.resolve(import.meta.dirname, '../../../collector');

/** The classes of components, as sections of a configuration. */
export const SECTIONS = ['extensions', 'receivers', 'processors', 'exporters'] as const;

/** A collector's configuration, read from YAML without expanding its variables. */
export interface Configuration extends Readonly<
  Partial<Record<(typeof SECTIONS)[number], Readonly<Record<string, unknown>>>>
> {
  readonly service: {
    readonly extensions?: readonly string[];
    readonly telemetry: unknown;
    readonly pipelines: Readonly<Record<string, Pipeline>>;
  };
}

/** The way of spans through components. */
export interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors?: readonly string[];
  readonly exporters: readonly string[];
}

/** The names of all configurations for users: every YAML file in `collector/` but the builder's manifest. */
export const CONFIGURATION_NAMES: readonly string[] = readdirSync(COLLECTOR_FOLDER).filter(
  (name) => name.endsWith('.yaml') && name !== 'builder-config.yaml',
);

/** The file of a configuration, absolute. */
export function configurationFile(name: string): string {
  return path.join(COLLECTOR_FOLDER, name);
}

/** The text of a configuration. */
export function readConfigurationText(name: string): string {
  return readFileSync(configurationFile(name), 'utf8');
}

/** A configuration, parsed. */
export function readConfiguration(name: string): Configuration {
  return parse(readConfigurationText(name)) as Configuration;
}

/** The variables of a text as `NAME` with their defaults; a nested default counts with its own text. */
export function variablesIn(text: string): ReadonlyMap<string, string | undefined> {
  const variables = new Map<string, string | undefined>();
  for (const [, name = '', value] of text.matchAll(/\$\{env:(\w+)(?::-((?:[^{}]|\$\{[^{}]*\})*))?\}/g)) {
    variables.set(name, value);
    if (value !== undefined) for (const [inner, its] of variablesIn(value)) variables.set(inner, its);
  }
  return variables;
}
