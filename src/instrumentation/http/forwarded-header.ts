/** One hop of a `Forwarded` header: `for=192.0.2.60;proto=http;host=example.com` with its names in lower case. */
export type ForwardedHop = ReadonlyMap<string, string>;

/** A longer header comes only from somebody who tries us. */
const MAX_LENGTH = 4096;
const PAIR = /([!#$%&'*+.^_`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s";,]*))\s*([;,]?)\s*/y;

/**
 * Reads a `Forwarded` header, the hop nearest to the client first. A header that is not well-formed gives the hops
 * before its fault.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7239#section-4
 */
export function parseForwarded(header: string): ForwardedHop[] {
  const hops: ForwardedHop[] = [];
  if (header.length > MAX_LENGTH) return hops;
  let hop = new Map<string, string>();
  PAIR.lastIndex = header.length - header.trimStart().length;
  for (let match = PAIR.exec(header); match !== null; match = PAIR.exec(header)) {
    const [, name = '', quoted, plain = '', separator] = match;
    hop.set(name.toLowerCase(), quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, '$1'));
    if (separator === ';') continue;
    hops.push(hop);
    hop = new Map();
    if (separator === '') break;
  }
  return hops;
}
