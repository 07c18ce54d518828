import { diag } from '@opentelemetry/api';
import { partHeaders } from './legal-headers.ts';

/**
 * The headers that `check` does not throw on; the others are left out with one `diag.warn` that names them.
 * Their values stay out of the message: headers to a collector are often credentials.
 */
export function selectLegalHeaders(
  headers: Readonly<Record<string, string>>,
  check: (name: string, value: string) => void,
): Readonly<Record<string, string>> {
  const { legal, illegalNames } = partHeaders(headers, check);
  if (illegalNames.length > 0) {
    const names = illegalNames.map((name) => JSON.stringify(name.slice(0, 100))).join(', ');
    diag.warn(
      `The export headers hold ${names}, illegal in name or value; expected tokens with printable ASCII values. Going on without ${illegalNames.length === 1 ? 'it' : 'them'}.`,
    );
  }
  return legal;
}
