import { diag } from '@opentelemetry/api';

/**
 * The headers that `check` does not throw on; the others are left out with one `diag.warn` that names them.
 * Their values stay out of the message: headers to a collector are often credentials.
 */
export function selectLegalHeaders(
  headers: Readonly<Record<string, string>>,
  check: (name: string, value: string) => void,
): Record<string, string> {
  const legal: [string, string][] = [];
  const illegal: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    try {
      check(name, value);
      legal.push([name, value]);
    } catch {
      illegal.push(JSON.stringify(name.slice(0, 100)));
    }
  }
  if (illegal.length > 0) {
    diag.warn(
      `The export headers hold ${illegal.join(', ')}, illegal in name or value; expected tokens with printable ASCII values. Going on without ${illegal.length === 1 ? 'it' : 'them'}.`,
    );
  }
  return Object.fromEntries(legal);
}
