import { isCleanText } from './parse-text.ts';
import { accepted, type Parsed, refused } from './parsed.ts';
import { quoteValue } from './printable.ts';

/** Where a collector listens, as the user wrote it; the protocol decides what becomes of it. */
export interface Endpoint {
  /** `url`: http:// or https://; `bare`: `host:port` without a scheme; `unix`: a socket, for gRPC only. */
  readonly kind: 'url' | 'bare' | 'unix';
  readonly text: string;
}

/** Reads `http://host:4317`, `https://host/v1/traces`, `host:4317` or `unix:///path`; at most 2,048 characters. */
export function parseEndpoint(text: string): Parsed<Endpoint> {
  if (text.length > 2048 || !isCleanText(text) || /[\s\\]/.test(text)) {
    return refused();
  }
  if (/^unix:[^/]|^unix:\/\/\/./i.test(text)) {
    return accepted({ kind: 'unix', text });
  }
  if (/^https?:\/\/[^/]/i.test(text)) {
    return URL.canParse(text) ? accepted({ kind: 'url', text }) : refused();
  }
  // A port is asked for, so that a word put here by mistake is not taken for a host.
  return /^(\[[\da-f:.]+\]|[^:/?#@[\]]+):\d{1,5}(\/.*)?$/i.test(text) && URL.canParse(`http://${text}`)
    ? accepted({ kind: 'bare', text })
    : refused();
}

/** Quotes a bad endpoint for a diagnostic without what may be a password (before an `@`) or a token (in the query). */
export function quoteEndpoint(text: string): string {
  return text.includes('@') ? 'a value that may hold a password' : quoteValue(text.replace(/[?#].*$/s, ''));
}

/** Gives a valid endpoint without user name, password, query and fragment: fit to be printed. */
export function stripEndpoint(endpoint: string): string {
  if (!/^https?:/i.test(endpoint) || !URL.canParse(endpoint)) {
    return quoteEndpoint(endpoint).replaceAll('"', '');
  }
  const { protocol, host, pathname } = new URL(endpoint);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
