import { isRecord } from '../aws-sdk/is-record.ts';

/** As much of AWS SDK v2 as this room touches. */
export interface V2Request {
  readonly service: V2Service;
  /** In the SDK's spelling: `getItem`. */
  readonly operation: string;
  params: unknown;
  readonly httpRequest: V2HttpRequest;
  readonly response: V2Response;
  /** Adds a listener of one of the steps of a request, at the head of the others if `toHead`. */
  on(step: 'sign' | 'send' | 'complete', listener: () => void, toHead: true): void;
}

/** The client that a request belongs to, and its model. */
export interface V2Service {
  readonly serviceIdentifier?: string;
  readonly api?: {
    readonly serviceId?: string;
    readonly operations?: Readonly<Record<string, { readonly name?: string; readonly input?: unknown } | undefined>>;
  };
}

/** What goes over the wire; retries use it again. */
export interface V2HttpRequest {
  readonly headers: Record<string, string | undefined>;
  readonly region?: string;
  readonly endpoint?: { readonly hostname?: string };
}

/** Filled while the request runs. */
export interface V2Response {
  readonly httpResponse?: { readonly statusCode?: number; readonly headers?: unknown };
  readonly error?: unknown;
  readonly data?: unknown;
  readonly requestId?: unknown;
  readonly extendedRequestId?: unknown;
}

/** The parts of the `aws-sdk` package that are patched. */
export interface V2Sdk {
  readonly Request: { readonly prototype: V2RequestMethods };
  readonly Config: { readonly prototype: V2ConfigMethods };
  readonly NodeHttpClient: { readonly prototype: V2HttpMethods };
}

/** A callback of the SDK's or the application's. */
export type Callback = (...args: unknown[]) => unknown;

/** Every way to send ends in `runTo()`, without a state; building and presigning stop at one. */
export interface V2RequestMethods {
  runTo(this: V2Request, state?: unknown, done?: unknown): unknown;
  abort(this: V2Request): unknown;
  createReadStream(this: V2Request): unknown;
}

/** Where credentials come from. */
export interface V2ConfigMethods {
  getCredentials(this: unknown, callback: Callback): unknown;
  /** Absent in older releases. */
  getToken?(this: unknown, callback: Callback): unknown;
}

/** The one place from which SDK v2 makes HTTP requests: calls, and metadata look-ups. */
export interface V2HttpMethods {
  handleRequest(
    this: unknown,
    httpRequest: V2HttpRequest,
    httpOptions: unknown,
    callback: Callback,
    errorCallback: Callback,
  ): unknown;
}

/** True for the whole SDK, as `lib/node_loader.js` exports it. */
export function isV2Sdk(value: unknown): value is V2Sdk {
  return (
    hasMethod(value, 'Request', 'runTo') &&
    hasMethod(value, 'Config', 'getCredentials') &&
    hasMethod(value, 'NodeHttpClient', 'handleRequest')
  );
}

function hasMethod(sdk: unknown, className: string, method: string): boolean {
  const found = isRecord(sdk) ? sdk[className] : undefined;
  const prototype: unknown = typeof found === 'function' ? found.prototype : undefined;
  return isRecord(prototype) && typeof prototype[method] === 'function';
}
