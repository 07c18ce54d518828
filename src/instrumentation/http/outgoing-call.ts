import type { OutgoingTarget } from './outgoing-target.ts';
import type { HeaderCarrier } from './trace-headers.ts';

/** Which of Node's modules makes the request, and what it takes where the caller says nothing. */
export interface ClientDefaults {
  readonly protocol: 'http:' | 'https:';
  readonly port: number;
}

/** What `node:http` takes. */
export const HTTP_DEFAULTS: ClientDefaults = { protocol: 'http:', port: 80 };
/** What `node:https` takes. */
export const HTTPS_DEFAULTS: ClientDefaults = { protocol: 'https:', port: 443 };

/** A call of `request` or `get`, in any of their forms, as Node will understand it. */
export interface OutgoingCall extends OutgoingTarget {
  /** The arguments for the same call; text that was parsed is a URL, so that Node need not parse it again. */
  args(): readonly unknown[];
  /** The arguments for the same call with other headers; the caller's own objects stay as they are. */
  withHeaders(headers: HeaderCarrier): unknown[];
}

/**
 * Reads the arguments `(url[, options][, callback])` or `(options[, callback])`. Nothing is made of them before it is
 * asked for, except that a URL is parsed, which Node then need not do.
 *
 * @returns undefined for a form that Node refuses, and for text that is no URL
 * @see https://nodejs.org/api/http.html#httprequesturl-options-callback
 */
export function readOutgoingCall(args: readonly unknown[], defaults: ClientDefaults): OutgoingCall | undefined {
  const first = args[0];
  const second = args[1];
  const url = typeof first === 'string' ? parseUrl(first) : first;
  if (typeof url !== 'object' || url === null || Array.isArray(url)) return undefined;
  const same = url === first ? args : [url, ...args.slice(1)];
  if (!isUrl(url)) return new Call(same, undefined, url, 1, defaults);
  if (typeof second === 'object' && second !== null) return new Call(same, url, second, 2, defaults);
  // In the place of the options Node also takes nothing, or what it does not look into.
  return new Call(same, url, undefined, typeof second === 'function' ? 1 : 2, defaults);
}

interface UrlLike {
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly username: string;
  readonly password: string;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    // Node says so to the caller.
    return undefined;
  }
}

/** By Node's own rule, which knows URLs of other realms too. */
function isUrl(value: object): value is UrlLike {
  const { href, protocol, auth, path } = value as Partial<Record<string, unknown>>;
  return Boolean(href && protocol) && auth === undefined && path === undefined;
}

type Options = Readonly<
  Partial<
    Record<
      'agent' | 'auth' | 'defaultPort' | 'headers' | 'host' | 'hostname' | 'method' | 'path' | 'port' | 'protocol',
      unknown
    >
  >
>;
const NO_OPTIONS: Options = {};

class Call implements OutgoingCall {
  readonly #url: UrlLike | undefined;
  readonly #options: Options;
  readonly #args: readonly unknown[];
  readonly #restAt: number;
  readonly #defaults: ClientDefaults;

  /** @param restAt where in the arguments what follows the options begins */
  constructor(
    args: readonly unknown[],
    url: UrlLike | undefined,
    options: object | undefined,
    restAt: number,
    defaults: ClientDefaults,
  ) {
    this.#args = args;
    this.#url = url;
    this.#options = options === undefined ? NO_OPTIONS : ownOptions(options);
    this.#restAt = restAt;
    this.#defaults = defaults;
  }

  args(): readonly unknown[] {
    return this.#args;
  }

  get method(): string {
    const { method } = this.#options;
    return typeof method === 'string' && method !== '' ? method.toUpperCase() : 'GET';
  }

  get protocol(): string {
    return textOf(this.#options.protocol) ?? this.#url?.protocol ?? this.#defaults.protocol;
  }

  get hostname(): string {
    const hostname = textOf(this.#options.hostname) ?? this.#url?.hostname ?? textOf(this.#options.host);
    if (hostname === undefined) return 'localhost';
    return hostname.startsWith('[') ? hostname.replace(/^\[(.*)\]$/, '$1') : hostname;
  }

  get port(): number {
    const { port, defaultPort, agent } = this.#options;
    const agentPort = (agent as { readonly defaultPort?: unknown } | null | undefined)?.defaultPort;
    return Number(port || this.#url?.port || defaultPort || agentPort || this.#defaults.port);
  }

  get path(): string {
    const path = textOf(this.#options.path);
    if (path !== undefined) return path;
    return this.#url ? `${this.#url.pathname}${this.#url.search}` : '/';
  }

  get hasUserInfo(): boolean {
    return Boolean(this.#options.auth || this.#url?.username || this.#url?.password);
  }

  get headers(): unknown {
    return this.#options.headers;
  }

  withHeaders(headers: HeaderCarrier): unknown[] {
    const options = { ...this.#options, headers };
    const rest = this.#args.slice(this.#restAt);
    return this.#url ? [this.#url, options, ...rest] : [options, ...rest];
  }
}

/** Node takes the options' own properties, not those of their prototype; a plain object has none of these there. */
function ownOptions(options: object): Options {
  return Object.getPrototypeOf(options) === Object.prototype ? options : { ...options };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
