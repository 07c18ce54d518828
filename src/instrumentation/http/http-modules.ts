import { diag } from '@opentelemetry/api';
import type { ClientRequest } from 'node:http';
import type * as http from 'node:http';
import type * as http2 from 'node:http2';
import { makeCountable } from './body-size.ts';
import type { ClientTracing } from './client-tracing.ts';
import { makeFollowable } from './follow-emitter.ts';
import { getBy, type SendRequest, traceSendRequest } from './http-client.ts';
import { type HttpServerTracing, traceServer } from './http-server.ts';
import { traceHttp2Session } from './http2-client.ts';
import { traceHttp2Server } from './http2-server.ts';
import { type Authority, readAuthority } from './http2-target.ts';
import { HTTP_DEFAULTS, HTTPS_DEFAULTS } from './outgoing-call.ts';
import type { Patches } from './patches.ts';
import { replaceMethod } from './replace-method.ts';

/** What HTTP is traced with. */
export interface HttpTracing {
  readonly server: HttpServerTracing;
  readonly client: ClientTracing;
}

/** What is patched of `node:http` and `node:https`. */
export interface HttpModule {
  readonly Server: { readonly prototype: object };
  readonly request: unknown;
  readonly get: unknown;
}

/** What is patched of `node:http2`. */
export type Http2Module = Pick<
  typeof http2,
  'createServer' | 'createSecureServer' | 'connect' | 'Http2ServerRequest' | 'Http2ServerResponse'
>;

/** Traces the servers and clients of `node:http` or `node:https`. Gives a function that undoes it. */
export function traceHttp(module: HttpModule, scheme: 'http' | 'https', { server, client }: HttpTracing): () => void {
  const defaults = scheme === 'http' ? HTTP_DEFAULTS : HTTPS_DEFAULTS;
  let request: SendRequest;
  return undoAll([
    traceServer(module.Server.prototype, scheme, server),
    replaceMethod<unknown, unknown[], ClientRequest>(module, 'request', (send) => {
      request = traceSendRequest(send, defaults, client);
      return request;
    }),
    // Node's own `get` calls its `request` where nobody can replace it.
    replaceMethod<unknown, unknown[], ClientRequest>(module, 'get', () => getBy(request)),
  ]);
}

/**
 * Makes requests and responses of HTTP/1 ones that can be followed. Bodies of responses can be counted.
 * Gives a function that undoes it.
 */
export function followHttpMessages({ ClientRequest, IncomingMessage, ServerResponse }: typeof http): () => void {
  const followable = [ClientRequest, IncomingMessage, ServerResponse];
  return undoAll([
    ...followable.map(({ prototype }) => makeFollowable(prototype)),
    makeCountable(ServerResponse.prototype),
  ]);
}

/**
 * Traces the servers and clients of `node:http2`, and makes its requests and responses ones that can be followed. The
 * classes of servers and sessions are not exported: they are met in the first that is made.
 *
 * @returns a function that undoes it
 */
export function traceHttp2(module: Http2Module, { server, client }: HttpTracing, patches: Patches): () => void {
  const authorities = new WeakMap<object, Authority>();
  const authorityOf = (session: object): Authority | undefined => authorities.get(session);
  const onServer = (prototype: object): void =>
    patches.once(prototype, () => traceHttp2Server(prototype, server, patches));
  return undoAll([
    meetMade(module, 'createServer', onServer),
    meetMade(module, 'createSecureServer', onServer),
    meetMade(module, 'connect', (prototype, [target], session) => {
      const authority = readAuthority(target);
      if (authority) authorities.set(session, authority);
      patches.once(prototype, () => traceHttp2Session(prototype, { tracing: client, authorityOf, patches }));
    }),
    makeFollowable(module.Http2ServerRequest.prototype),
    makeFollowable(module.Http2ServerResponse.prototype),
  ]);
}

/** Calls `meet` with what a function of a module makes, and its prototype and arguments. */
function meetMade(
  module: object,
  name: string,
  meet: (prototype: object, args: readonly unknown[], made: object) => void,
): () => void {
  return replaceMethod<unknown, unknown[], object>(
    module,
    name,
    (original) =>
      function (...args) {
        const made = original().apply(this, args);
        try {
          meet(Object.getPrototypeOf(made) as object, args, made);
        } catch (error) {
          diag.debug(`"${name}" of HTTP/2 could not be traced.`, error);
        }
        return made;
      },
  );
}

function undoAll(undo: readonly (() => void)[]): () => void {
  return () => undo.forEach((restore) => restore());
}
