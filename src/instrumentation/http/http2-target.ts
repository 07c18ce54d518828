import type { OutgoingTarget } from './outgoing-target.ts';
import { splitHost } from './request-addresses.ts';

/** To what a session was connected. */
export interface Authority {
  /** `http:` or `https:`. */
  readonly protocol: string;
  /** `host` or `host:port`. */
  readonly host: string;
}

/** Reads the first argument of `http2.connect`; undefined for one that Node refuses. */
export function readAuthority(argument: unknown): Authority | undefined {
  const url = typeof argument === 'string' ? (URL.canParse(argument) ? new URL(argument) : undefined) : argument;
  if (typeof url !== 'object' || url === null) return undefined;
  const { protocol, host, hostname, port } = url as Readonly<Record<string, string | number | undefined>>;
  const name = hostname || host || 'localhost';
  return { protocol: String(protocol ?? 'https:'), host: hostname && port ? `${hostname}:${port}` : String(name) };
}

/** Where a request on a session goes, by its pseudo headers, which are an object or `[name, value, …]`. */
export function createHttp2Target(headers: unknown, authority: Authority | undefined): OutgoingTarget {
  return new Http2Target(headers, authority);
}

class Http2Target implements OutgoingTarget {
  readonly headers: unknown;
  readonly hasUserInfo = false;
  readonly #authority: Authority | undefined;

  constructor(headers: unknown, authority: Authority | undefined) {
    this.headers = headers;
    this.#authority = authority;
  }

  get method(): string {
    return (this.#header(':method') ?? 'GET').toUpperCase();
  }

  get protocol(): string {
    const scheme = this.#header(':scheme');
    return scheme === undefined ? (this.#authority?.protocol ?? 'https:') : `${scheme}:`;
  }

  get hostname(): string {
    return this.#host().host.replace(/^\[(.*)\]$/, '$1');
  }

  get port(): number {
    return this.#host().port ?? Number.NaN;
  }

  get path(): string {
    return this.#header(':path') ?? '/';
  }

  #host(): ReturnType<typeof splitHost> {
    const text = this.#header(':authority') ?? this.#header('host') ?? this.#authority?.host ?? 'localhost';
    return splitHost(text, this.protocol.slice(0, -1));
  }

  #header(name: string): string | undefined {
    const value: unknown = Array.isArray(this.headers)
      ? this.headers[this.headers.findIndex((entry, index) => index % 2 === 0 && entry === name) + 1]
      : (this.headers as Readonly<Record<string, unknown>> | undefined)?.[name];
    return typeof value === 'string' ? value : undefined;
  }
}
