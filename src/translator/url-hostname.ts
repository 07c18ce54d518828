import { isIPv6 } from 'node:net';

/**
 * The host that a URL names, without port, brackets and user; empty when there is none or the text is no URL. Reads as
 * Go's `net/url` does, which takes several hosts in one (`a:1,b:2` gives `a:1,b`) and refuses what is unlike a URL.
 *
 * @see https://pkg.go.dev/net/url#Parse
 */
export function urlHostname(text: string): string {
  const [url, fragment] = cut(text, '#');
  if (CONTROL_CHARACTER.test(url) || BROKEN_ESCAPE.test(fragment)) return '';
  const { scheme, rest } = cutScheme(url);
  const [beforeQuery] = cut(rest, '?');
  if (!beforeQuery.startsWith('//') || (scheme === '' && beforeQuery.startsWith('///'))) return '';
  const pathStart = beforeQuery.indexOf('/', 2);
  const authority = beforeQuery.slice(2, pathStart < 0 ? undefined : pathStart);
  if (pathStart >= 0 && BROKEN_ESCAPE.test(beforeQuery.slice(pathStart))) return '';
  return readAuthority(scheme.toLowerCase(), authority);
}

// oxlint-disable-next-line no-control-regex -- exactly these are refused
const CONTROL_CHARACTER = /[\0-\x1f\x7f]/;
const BROKEN_ESCAPE = /%(?![\da-f]{2})/i;
const SCHEME = /^([a-z][a-z\d+.-]*):/i;
const USER = /^[\w.~:!$&'()*+,;=%@-]*$/;
const OPTIONAL_PORT = /^(?::\d*)?$/;
/** What may not stand in a host, and escapes of ASCII other than of `%` itself. */
const ILLEGAL_IN_HOST = /[^\w.~:!$&'()*+,;=%<>"[\]\u0080-\uffff-]|%(?!25)[0-7]/;

function cutScheme(url: string): { scheme: string; rest: string } {
  const scheme = SCHEME.exec(url)?.[1] ?? '';
  return { scheme, rest: scheme === '' ? url : url.slice(scheme.length + 1) };
}

function readAuthority(scheme: string, authority: string): string {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  if (!USER.test(user) || BROKEN_ESCAPE.test(user)) return '';
  const host = authority.slice(at + 1);
  return host.includes('[') ? readAddress(host) : readName(scheme, host);
}

/** An IPv6 address in brackets, with or without a zone and port. */
function readAddress(host: string): string {
  const end = host.lastIndexOf(']');
  if (!host.startsWith('[') || !OPTIONAL_PORT.test(host.slice(end + 1))) return '';
  const address = unescapeHost(host.slice(1, end));
  return isIPv6(address) ? address : '';
}

function readName(scheme: string, host: string): string {
  const isWeb = scheme === 'http' || scheme === 'https';
  const colon = isWeb ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0 && !OPTIONAL_PORT.test(host.slice(colon))) return '';
  const name = unescapeHost(host);
  const port = name.lastIndexOf(':');
  return port >= 0 && OPTIONAL_PORT.test(name.slice(port)) ? name.slice(0, port) : name;
}

/** The host with its escapes read; empty when it holds what a host may not. */
function unescapeHost(host: string): string {
  if (ILLEGAL_IN_HOST.test(host) || BROKEN_ESCAPE.test(host)) return '';
  if (!host.includes('%')) return host;
  const parts = host.split(/%([\da-f]{2})/i);
  return Buffer.concat(parts.map((part, index) => Buffer.from(part, index % 2 === 0 ? 'utf8' : 'hex'))).toString();
}

function cut(text: string, separator: string): [before: string, after: string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
