const PARTS = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i;

/** An address in the parts that lists show; all empty when it is none. */
export interface WebAddress {
  /** Without credentials. */
  readonly host: string;
  readonly path: string;
  /** With its question mark. */
  readonly query: string;
}

/** Divides `https://user:word@host/path?query`; works on what is none, too. */
export function splitWebAddress(url: string): WebAddress {
  const [, authority = '', path = '', query = ''] = PARTS.exec(url) ?? [];
  if (authority === '' && path === '') return { host: '', path: url.startsWith('/') ? url : '', query: '' };
  return { host: authority.slice(authority.lastIndexOf('@') + 1), path: path || '/', query };
}
