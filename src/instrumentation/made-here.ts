import type { InstrumentationConfig } from '../config/config.ts';
import { isWanted } from './registry.ts';

/** Short names of upstream's instrumentations whose spans ours make too. */
const doubled = ['http', 'undici', 'pg', 'aws-sdk'];

const PREFIX = '@opentelemetry/instrumentation-';

/**
 * The names of upstream's instrumentations that would double the spans of those that the configuration asks for.
 *
 * @param replaced short names of those that the application has given ones of its own for
 */
export function madeHere(config: InstrumentationConfig, replaced: ReadonlySet<string>): ReadonlySet<string> {
  const names = config.frameworkSpans ? [...doubled, 'express'] : doubled;
  return new Set(names.filter((name) => !replaced.has(name) && isWanted(name, config)).map((name) => PREFIX + name));
}

/** The short names of those among `instrumentationNames` that take the place of an instrumentation of ours. */
export function shortNamesOf(instrumentationNames: readonly string[]): ReadonlySet<string> {
  const names = instrumentationNames.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  return new Set(names.filter((name) => doubled.includes(name)));
}
