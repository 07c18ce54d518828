import { Agent as HttpAgent, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { compress } from './compress.ts';
import { boundConnecting, type OnConnect } from './connecting.ts';
import { isNobodyListening, type OtlpAnswer, type OtlpClient } from './otlp-client.ts';
import type { TlsFiles } from './tls-files.ts';
import { toError } from './to-error.ts';
import { explainWrongPort } from './wrong-port.ts';

/** The answers are some bytes; what is longer than this is not OTLP and not kept. */
const MAX_ANSWER_LENGTH = 65_536;

/** https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

const RETRYABLE_ERRORS: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** How to reach a collector over HTTP. */
export interface HttpClientOptions {
  readonly url: URL;
  /** Checked by Node's rules, content type included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly isCompressed: boolean;
  readonly tlsFiles: TlsFiles;
  /** Finds addresses; default the system's way. */
  readonly lookup?: LookupFunction | undefined;
  /** Called with the address when a request has a connection. */
  readonly onConnect?: OnConnect | undefined;
  /** Called with the time of the server, in milliseconds since 1970, with each answer that tells it. */
  readonly onServerTime?: ((serverMillis: number) => void) | undefined;
}

/**
 * A client that posts OTLP over HTTP or HTTPS, on connections that it keeps. Nothing of it keeps a process alive,
 * but for connections that are being made, and those for a second at most.
 */
export function createHttpClient(options: HttpClientOptions): OtlpClient {
  return new PostingClient(options);
}

class PostingClient implements OtlpClient {
  readonly #options: HttpClientOptions;
  readonly #isSecure: boolean;
  readonly #agent: HttpAgent;
  readonly #requests = new Set<ClientRequest>();

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#isSecure = options.url.protocol === 'https:';
    this.#agent = this.#isSecure
      ? new HttpsAgent({ keepAlive: true, ...options.tlsFiles })
      : new HttpAgent({ keepAlive: true });
  }

  async send(request: Uint8Array, leftMillis: number, timeoutMillis = leftMillis): Promise<OtlpAnswer> {
    try {
      const { isCompressed, headers } = this.#options;
      const body = isCompressed ? await compress(request) : request;
      const allHeaders = isCompressed ? { ...headers, 'Content-Encoding': 'gzip' } : headers;
      return await this.#post(body, allHeaders, leftMillis, timeoutMillis);
    } catch (error) {
      return toAnswer(toError(error));
    }
  }

  close(): void {
    for (const request of this.#requests) request.destroy(new Error('the exporter was shut down'));
    this.#agent.destroy();
  }

  #noteTime(date: string | undefined): void {
    const serverMillis = Date.parse(date ?? '');
    if (Number.isFinite(serverMillis)) this.#options.onServerTime?.(serverMillis);
  }

  #watch(socket: Socket): void {
    socket.unref();
    const connected = (): void => this.#options.onConnect?.(socket.remoteAddress);
    if (!socket.connecting) return connected();
    const ready = this.#isSecure ? 'secureConnect' : 'connect';
    boundConnecting(socket, ready);
    socket.once(ready, connected);
  }

  #post(
    body: Uint8Array,
    headers: Readonly<Record<string, string>>,
    leftMillis: number,
    timeoutMillis: number,
  ): Promise<OtlpAnswer> {
    return new Promise((resolve, reject) => {
      const options = {
        method: 'POST',
        agent: this.#agent,
        lookup: this.#options.lookup,
        headers: { ...headers, 'Content-Length': String(body.byteLength) },
      };
      const request = this.#isSecure
        ? requestHttps(this.#options.url, options)
        : requestHttp(this.#options.url, options);
      const fail = (error: Error) => {
        reject(error);
        request.destroy();
      };
      let hasAnswer = false;
      const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMillis} ms`)), leftMillis).unref();
      this.#requests.add(request);
      request.on('error', reject);
      request.on('socket', (socket) => this.#watch(socket));
      request.on('response', (response) => {
        hasAnswer = true;
        this.#noteTime(response.headers.date);
        readAnswer(response).then(resolve, reject);
      });
      request.on('close', () => {
        clearTimeout(timer);
        this.#requests.delete(request);
        if (!hasAnswer) reject(new Error('the connection was closed'));
      });
      request.end(body);
    });
  }
}

async function readAnswer(response: IncomingMessage): Promise<OtlpAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_ANSWER_LENGTH) chunks.push(chunk);
  }
  const { statusCode = 0, statusMessage = '', headers } = response;
  if (statusCode >= 200 && statusCode <= 299) return { status: 'success', body: Buffer.concat(chunks) };
  const error = explainWrongPort(new Error(`HTTP ${statusCode} ${statusMessage}`.trim()), 'http');
  if (!RETRYABLE_STATUSES.has(statusCode)) return { status: 'failure', error };
  const retryInMillis = parseRetryAfter(headers['retry-after'], Date.now());
  return { status: 'retryable', error, nobodyListens: false, ...(retryInMillis !== undefined && { retryInMillis }) };
}

function toAnswer(error: Error): OtlpAnswer {
  const { code } = error as NodeJS.ErrnoException;
  return RETRYABLE_ERRORS.has(code)
    ? { status: 'retryable', error, nobodyListens: isNobodyListening(error) }
    : { status: 'failure', error: explainWrongPort(error, 'http') };
}

/**
 * The wait in milliseconds that a `Retry-After` header asks for, in seconds or as a date
 * (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after); undefined for none and for nonsense.
 */
export function parseRetryAfter(value: string | undefined, nowMillis: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Only HTTP's form of a date: `Date.parse` reads a year into "-1".
  const date = value.endsWith(' GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMillis);
}
