import { splitList } from './parse-list.ts';
import { accepted, type Parsed, partly, refused } from './parsed.ts';

/**
 * Reads `name=value` pairs separated by commas, both percent-decoded, names in lower case. Bad pairs are left
 * out and named by their place only, since every part of them may be a secret.
 *
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables
 */
export function parseHeaders(text: string): Parsed<Readonly<Record<string, string>>> {
  const headers: [string, string][] = [];
  const badPlaces: number[] = [];
  for (const [index, item] of splitList(text).entries()) {
    const header = parseHeader(item);
    if (header === undefined) {
      badPlaces.push(index + 1);
    } else {
      headers.push(header);
    }
  }
  if (headers.length === 0) {
    return refused();
  }
  const value = Object.fromEntries(headers);
  return badPlaces.length === 0
    ? accepted(value)
    : partly(value, `has no valid header in ${describePlaces(badPlaces)}`);
}

/**
 * Tells whether the pair can be sent both as an HTTP header and as gRPC metadata: a token, and printable ASCII.
 * Names ending in `-bin` are refused because gRPC wants bytes for them, which no text setting can give.
 */
export function isHeader(name: string, value: string): boolean {
  return (
    /^[\w!#$%&'*+.^`|~-]{1,255}$/.test(name) &&
    !name.toLowerCase().endsWith('-bin') &&
    value !== '' &&
    /^[ -~]+$/.test(value)
  );
}

function parseHeader(item: string): [string, string] | undefined {
  const equals = item.indexOf('=');
  if (equals < 1) {
    return undefined;
  }
  try {
    const name = decodeURIComponent(item.slice(0, equals).trim());
    const value = decodeURIComponent(item.slice(equals + 1).trim());
    return isHeader(name, value) ? [name.toLowerCase(), value] : undefined;
  } catch {
    // Malformed percent-encoding; the caller reports the pair's place.
    return undefined;
  }
}

function describePlaces(places: readonly number[]): string {
  const shown = places.slice(0, 5).map((place) => `pair ${String(place)}`);
  const more = places.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${String(more)} more`;
}
