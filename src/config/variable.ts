import type { Config } from './config.ts';
import type { Parser } from './parsed.ts';
import { quoteValue } from './printable.ts';

type Leaf = string | number | boolean | readonly unknown[];

/** The dotted name of one field of {@link Config}, such as `logLevel` or `exporter.timeoutMillis`. */
export type ConfigPath = {
  [Part in keyof Config]-?: NonNullable<Config[Part]> extends Leaf
    ? Part
    : `${Part}.${Extract<keyof Config[Part], string>}`;
}[keyof Config];

/** One environment variable: all that parsing, diagnostics and documentation need to know of it. */
export interface Variable<Value> {
  readonly name: string;
  /** The field of the configuration that it decides, alone or with others. */
  readonly path: ConfigPath;
  /** What holds when it is unset, in words that fit after "Using". */
  readonly default: string;
  /** What it may be, in words that fit after "expected". */
  readonly allowed: string;
  /** One sentence: what it does. */
  readonly description: string;
  /** Who defined its meaning. */
  readonly origin: 'OpenTelemetry' | 'X-Ray SDK' | 'otel-xray';
  /** The first version of otel-xray that reads it. */
  readonly since: string;
  readonly parse: Parser<Value>;
  /** Shows a bad value in a diagnostic; must be safe for what this variable may hold. */
  readonly quote: (text: string) => string;
}

/** Variables of one topic, one table of the documentation. */
export interface VariableGroup {
  readonly title: string;
  readonly variables: readonly Variable<unknown>[];
}

/** Completes a row of the table with what most rows share. */
export function variable<Value>(
  row: Omit<Variable<Value>, 'since' | 'quote'> & Partial<Pick<Variable<Value>, 'since' | 'quote'>>,
): Variable<Value> {
  return { since: '0.1.0', quote: quoteValue, ...row };
}

/** Stands for a bad value that may be a secret: only its length is told. */
export function quoteSecret(text: string): string {
  return `a secret value of ${String(text.length)} characters`;
}
