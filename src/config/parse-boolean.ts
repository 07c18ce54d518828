import { accepted, type Parsed } from './parsed.ts';

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
