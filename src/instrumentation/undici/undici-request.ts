import { statedLength } from '../http/body-size.ts';
import type { OutgoingTarget } from '../http/outgoing-target.ts';

/**
 * A request in undici's diagnostics channels, of Node's own copy and of undici 5 and later.
 *
 * @see https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md
 */
export interface UndiciRequest {
  readonly method: string;
  readonly origin: string | URL;
  readonly path: string;
  /** Lines of text in undici 5, `[name, value, …]` later. */
  headers: string | unknown[];
  addHeader?(name: string, value: string): unknown;
}

/** The head of an answer in undici's diagnostics channels. */
export interface UndiciResponse {
  readonly statusCode: number;
  /** `[name, value, …]`. */
  readonly headers: readonly unknown[];
}

/** Where a request goes. Reading it parses the URL, once. */
export function createUndiciTarget(request: UndiciRequest): OutgoingTarget {
  return new UndiciTarget(request);
}

/** Adds a header, in the way of the request's version. */
export function addHeader(request: UndiciRequest, name: string, value: string): void {
  if (typeof request.addHeader === 'function') request.addHeader(name, value);
  else if (typeof request.headers === 'string') request.headers += `${name}: ${value}\r\n`;
  else request.headers.push(name, value);
}

/** The last `User-Agent` of a request. */
export function userAgentOf({ headers }: UndiciRequest): string | undefined {
  if (typeof headers === 'string') return [...headers.matchAll(/^user-agent:(.*)$/gim)].at(-1)?.[1]?.trim();
  const index = headers.findLastIndex(
    (name, at) => at % 2 === 0 && typeof name === 'string' && name.toLowerCase() === 'user-agent',
  );
  const value = index < 0 ? undefined : headers[index + 1];
  return typeof value === 'string' ? value : undefined;
}

/** The `Content-Length` of an answer. */
export function contentLengthOf({ headers }: UndiciResponse): number | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index];
    const isNamed = name instanceof Uint8Array && name.length === CONTENT_LENGTH.length;
    if (!isNamed || Buffer.from(name).toString('latin1').toLowerCase() !== CONTENT_LENGTH) continue;
    return statedLength({ [CONTENT_LENGTH]: String(headers[index + 1]) });
  }
  return undefined;
}

const CONTENT_LENGTH = 'content-length';

class UndiciTarget implements OutgoingTarget {
  readonly #request: UndiciRequest;
  #parsed: URL | undefined;

  constructor(request: UndiciRequest) {
    this.#request = request;
  }

  get method(): string {
    return this.#request.method.toUpperCase();
  }

  get protocol(): string {
    return this.#url.protocol;
  }

  get hostname(): string {
    return this.#url.hostname.replace(/^\[(.*)\]$/, '$1');
  }

  get port(): number {
    return Number(this.#url.port || (this.protocol === 'https:' ? 443 : 80));
  }

  get path(): string {
    return this.#url.pathname + this.#url.search;
  }

  get hasUserInfo(): boolean {
    return this.#url.username !== '' || this.#url.password !== '';
  }

  get headers(): unknown {
    return this.#request.headers;
  }

  get #url(): URL {
    this.#parsed ??= new URL(this.#request.path, this.#request.origin);
    return this.#parsed;
  }
}
