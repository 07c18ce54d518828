import { diag } from '@opentelemetry/api';
import type { OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { noteOutgoingRequest } from './outgoing-request.ts';

/**
 * For the hook of the http instrumentation that sees a request's options before its span starts
 * (`startOutgoingSpanHook`). Upstream then copies `options.headers` and has trace headers written into that copy, by
 * which the note recognizes its injection. Never throws.
 *
 * Headers given as an array, which Node allows, are turned into an object here: upstream's copy would make headers
 * named `0`, `1`, … of them. `options` must therefore not be the application's own object; upstream's is a copy.
 */
export function noteHttpRequest(options: RequestOptions): void {
  try {
    if (Array.isArray(options.headers)) options.headers = headersAsObject(options.headers);
    noteOutgoingRequest({
      host: () => hostOf(options),
      isInjection: (_context, carrier) => carrier !== undefined && carrier === options.headers,
    });
  } catch (error) {
    diag.debug('An outgoing HTTP request could not be noted.', error);
  }
}

/** As Node chooses them: https://nodejs.org/api/http.html#httprequestoptions-callback */
function hostOf(options: RequestOptions): string {
  const host = options.hostname ?? options.host ?? 'localhost';
  // `url.parse` leaves `host` with its port in the options; a bare IPv6 address needs brackets to have one.
  const name = host.replace(/^([^:[\]]+):\d+$/, '$1');
  const port = options.port ?? options.defaultPort ?? (options.protocol === 'https:' ? 443 : 80);
  return `${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${port}`;
}

/** From `[name, value, …]` or `[[name, value], …]`; a repeated name gets all its values, as Node would send them. */
function headersAsObject(headers: readonly unknown[]): OutgoingHttpHeaders {
  const pairs = Array.isArray(headers[0]) ? headers : toPairs(headers);
  const byName = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const pair of pairs) {
    if (!Array.isArray(pair)) continue;
    const name = String(pair[0]);
    const entry = byName.get(name.toLowerCase()) ?? { name, values: [] };
    byName.set(name.toLowerCase(), entry);
    for (const value of [pair[1]].flat()) entry.values.push(String(value));
  }
  // Node takes an array for a repeated header only; Host must be text.
  return Object.fromEntries(
    [...byName.values()].map(({ name, values }) => [name, values.length === 1 ? values[0] : values]),
  );
}

function toPairs(flat: readonly unknown[]): unknown[][] {
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, index) => [flat[2 * index], flat[2 * index + 1]]);
}
