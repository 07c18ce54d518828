import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { EventEmitter, errorMonitor } from 'node:events';
import { runListenersIn } from '../aws-sdk/listeners-in-context.ts';
import type { RequestTracing } from './request-tracing.ts';
import type { Callback, V2ConfigMethods, V2HttpMethods, V2RequestMethods } from './sdk-shapes.ts';

/** The SDK's methods with tracing around them; each takes the original and gives its replacement. */
export interface SdkPatches {
  runTo: (original: V2RequestMethods['runTo']) => V2RequestMethods['runTo'];
  abort: (original: V2RequestMethods['abort']) => V2RequestMethods['abort'];
  createReadStream: (original: V2RequestMethods['createReadStream']) => V2RequestMethods['createReadStream'];
  lookUp: (original: V2ConfigMethods['getCredentials']) => V2ConfigMethods['getCredentials'];
  handleRequest: (original: V2HttpMethods['handleRequest']) => V2HttpMethods['handleRequest'];
}

/** The replacements, which behave as the originals do and only tell `tracing` what happens. */
export function createSdkPatches(tracing: RequestTracing): SdkPatches {
  return {
    runTo: (original) =>
      function runTo(state, done) {
        if (state === undefined) tracing.begin(this);
        return original.call(this, state, done);
      },
    abort: (original) =>
      function abort() {
        const result = original.call(this);
        tracing.abort(this);
        return result;
      },
    createReadStream: (original) =>
      function createReadStream() {
        const stream = original.call(this);
        if (stream instanceof EventEmitter) {
          let failure: unknown;
          // Not an `error` listener: with one, an error that nobody else handles would no longer end the process.
          stream.on(errorMonitor, (error: unknown) => {
            failure = error;
            tracing.endStream(this, error);
          });
          stream.once('close', () => tracing.endStream(this, failure));
        }
        return stream;
      },
    lookUp: createLookUp,
    handleRequest: (original) => createHandleRequest(original, tracing),
  };
}

/** Credential providers call STS and metadata services; their calls are no part of the application's story. */
function createLookUp(original: V2ConfigMethods['getCredentials']): V2ConfigMethods['getCredentials'] {
  return function lookUp(callback) {
    const appContext = context.active();
    const bound = context.bind(appContext, callback);
    return context.with(suppressTracing(appContext), () => original.call(this, bound));
  };
}

/** Only the making of the HTTP request is suppressed; what answers it goes on in the application's context. */
function createHandleRequest(
  original: V2HttpMethods['handleRequest'],
  tracing: RequestTracing,
): V2HttpMethods['handleRequest'] {
  return function handleRequest(httpRequest, httpOptions, callback, errorCallback) {
    const traced = tracing.onWire(httpRequest);
    const appContext = traced?.appContext ?? context.active();
    const onResponse: Callback = (response, ...rest) => {
      if (response instanceof EventEmitter) runListenersIn(appContext, response);
      return callback(response, ...rest);
    };
    const clientRequest = context.with(suppressTracing(traced?.spanContext ?? appContext), () =>
      original.call(
        this,
        httpRequest,
        httpOptions,
        context.bind(appContext, onResponse),
        context.bind(appContext, errorCallback),
      ),
    );
    if (clientRequest instanceof EventEmitter) runListenersIn(appContext, clientRequest);
    return clientRequest;
  };
}
