import { matchesPieces } from '../xray/wildcard-pieces.ts';

/**
 * A test for `host` or `host:port` against patterns such as `*.internal.example.com`, `orders:8080`, `[::1]:*`: `*`
 * stands for any run of characters, case does not count, and a pattern without a port matches every port.
 */
export function createHostMatcher(patterns: readonly string[]): (host: string) => boolean {
  const parsed = patterns.map((pattern) => {
    const { name, port } = splitHost(pattern);
    return { namePieces: name.split('*'), portPieces: port?.split('*') };
  });
  return (host) => {
    const { name, port } = splitHost(host);
    return parsed.some(
      ({ namePieces, portPieces }) =>
        matchesPieces(name, namePieces) &&
        (portPieces === undefined || (port !== undefined && matchesPieces(port, portPieces))),
    );
  };
}

function splitHost(text: string): { name: string; port: string | undefined } {
  const folded = text.trim().toLowerCase();
  const colon = folded.lastIndexOf(':');
  // The colons of an IPv6 address stand inside its brackets.
  const hasPort = colon > folded.lastIndexOf(']') && folded.indexOf(':', folded.lastIndexOf(']') + 1) === colon;
  const name = hasPort ? folded.slice(0, colon) : folded;
  return { name: name.endsWith('.') ? name.slice(0, -1) : name, port: hasPort ? folded.slice(colon + 1) : undefined };
}
