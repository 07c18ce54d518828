import { context, createContextKey } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { EventEmitter } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import { runListenersIn } from '../../../src/instrumentation/aws-sdk/listeners-in-context.ts';

context.setGlobalContextManager(new AsyncLocalStorageContextManager());
const key = createContextKey('test');
const inApp = context.active().setValue(key, 'app');
const inRequest = context.active().setValue(key, 'request');

let emitter: EventEmitter;
let seen: unknown[];
const listener = () => {
  seen.push(context.active().getValue(key));
};

beforeEach(() => {
  seen = [];
  // As the HTTP instrumentation leaves it.
  emitter = context.bind(inRequest, new EventEmitter());
  runListenersIn(inApp, emitter);
});

test.each(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'] as const)(
  'a listener added by %s runs in the application’s context and can be removed',
  (method) => {
    emitter[method]('done', listener);
    emitter.emit('done');
    expect(seen).toEqual(['app']);
    emitter.off('done', listener);
    emitter[method]('done', listener);
    emitter.removeListener('done', listener);
    expect(emitter.emit('done')).toBe(false);
    expect(seen).toEqual(['app']);
  },
);

test('a listener for one event runs once', () => {
  emitter.once('done', listener);
  emitter.emit('done');
  emitter.emit('done');
  expect(seen).toEqual(['app']);
});

test('what is no listener is refused as ever', () => {
  expect(() => emitter.on('done', undefined as never)).toThrow(TypeError);
});
