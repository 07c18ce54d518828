import type { SpanDraft } from './span-draft.ts';

/** Scheme, host and port at the beginning of a URL; what stands before an `@` is not the host. */
const AUTHORITY = /^([a-z][a-z\d+.-]*):\/\/(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^/?#:@]*)(?::(\d{1,5}))?(?=[/?#]|$)/i;
const MAX_READ_CHARACTERS = 2048;

const DEFAULT_PORTS: Readonly<Record<string, readonly string[]>> = { http: ['80'], https: ['443'] };
const ANY_DEFAULT_PORT: readonly string[] = ['80', '443'];

/** Who was called: a host without brackets, and a port, empty where unknown. */
export interface Host {
  readonly host: string;
  readonly port: string;
}

/** The server that a span names in attributes of the stable or the old conventions; undefined without one. */
export function serverOf(draft: SpanDraft): Host | undefined {
  const host = draft.text('server.address') || draft.text('net.peer.name');
  if (host === '') return undefined;
  return { host: withoutBrackets(host), port: portText(draft.get('server.port') ?? draft.get('net.peer.port')) };
}

/** `host`, or `host:port` where the port is not the scheme's own; of an unknown scheme both 80 and 443 are. */
export function nameOfHost({ host, port }: Host, scheme: string): string {
  const defaults = DEFAULT_PORTS[scheme.toLowerCase()] ?? ANY_DEFAULT_PORT;
  return port === '' || defaults.includes(port) ? host : `${host}:${port}`;
}

/** The host part of an absolute URL; undefined for any other text. */
export function hostOfUrl(url: string): (Host & { readonly scheme: string }) | undefined {
  const match = AUTHORITY.exec(url.length > MAX_READ_CHARACTERS ? url.slice(0, MAX_READ_CHARACTERS) : url);
  const [, scheme = '', host = '', port = ''] = match ?? [];
  return host === '' ? undefined : { scheme, host: withoutBrackets(host), port };
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

function portText(port: unknown): string {
  return typeof port === 'number' || typeof port === 'string' ? String(port) : '';
}
