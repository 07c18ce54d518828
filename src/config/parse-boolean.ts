import { accepted, type Parsed, refused } from './parsed.ts';

/**
 * Reads a boolean as OpenTelemetry defines it: only `true` in any case is true; everything else is false, and
 * what is not `false` is also reported.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#boolean
 */
export function parseBoolean(text: string): Parsed<boolean> {
  switch (text.toLowerCase()) {
    case 'true':
      return accepted(true);
    case 'false':
      return accepted(false);
    default:
      return { kind: 'refused', instead: false };
  }
}

/** Reads a boolean of our own whose default is true: what is neither `true` nor `false` in any case leaves it so. */
export function parseSwitch(text: string): Parsed<boolean> {
  const parsed = parseBoolean(text);
  return parsed.kind === 'refused' ? refused() : parsed;
}
