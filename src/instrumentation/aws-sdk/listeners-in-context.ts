import { type Context, context } from '@opentelemetry/api';
import type { EventEmitter } from 'node:events';

type Listener = (...args: unknown[]) => void;
type ListenerMethod = (this: unknown, event: string | symbol, listener: Listener) => unknown;

const addingMethods = ['addListener', 'on', 'once', 'prependListener', 'prependOnceListener'] as const;
const removingMethods = ['removeListener', 'off'] as const;

/**
 * Runs the listeners that are added to `emitter` from now on in `appContext`. `context.bind` would not do: the HTTP
 * instrumentation has already bound request and response to the context of the request, and a second binding
 * is ignored.
 */
export function runListenersIn(appContext: Context, emitter: EventEmitter): void {
  const boundListeners = new WeakMap<Listener, Listener>();
  // `once` adds a wrapper of its own by `on`; bound a second time, it could no longer be removed.
  let isAdding = false;
  for (const name of addingMethods) {
    replaceMethod(
      emitter,
      name,
      (original) =>
        function (event, listener) {
          if (isAdding || typeof listener !== 'function') return original.call(this, event, listener);
          const bound = boundListeners.get(listener) ?? context.bind(appContext, listener);
          boundListeners.set(listener, bound);
          isAdding = true;
          try {
            return original.call(this, event, bound);
          } finally {
            isAdding = false;
          }
        },
    );
  }
  for (const name of removingMethods) {
    replaceMethod(
      emitter,
      name,
      (original) =>
        function (event, listener) {
          return original.call(this, event, boundListeners.get(listener) ?? listener);
        },
    );
  }
}

function replaceMethod(
  emitter: EventEmitter,
  name: (typeof addingMethods)[number] | (typeof removingMethods)[number],
  wrap: (original: ListenerMethod) => ListenerMethod,
): void {
  const value = wrap(emitter[name] as ListenerMethod);
  Object.defineProperty(emitter, name, { value, writable: true, configurable: true, enumerable: false });
}
