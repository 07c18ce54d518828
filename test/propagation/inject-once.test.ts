import { defaultTextMapSetter, ROOT_CONTEXT } from '@opentelemetry/api';
import type { TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { injectOnce } from '../../src/propagation/inject-once.ts';

const loud: TextMapPropagator = {
  inject: (_context, carrier, setter) => setter.set(carrier, 'traceparent', 'ours'),
  extract: (context) => context,
  fields: () => ['traceparent', 'tracestate'],
};
const propagator = { propagator: loud, fields: loud.fields() };
const silent = { ...propagator, propagator: { ...loud, inject: () => {} } };

function injected<C>(carrier: C, setter: TextMapSetter<C> = defaultTextMapSetter, by = propagator): C {
  injectOnce(by, ROOT_CONTEXT, carrier, setter, undefined);
  return carrier;
}

test('one header is left in every kind of carrier, and none of the fields that belong to a forwarded one', () => {
  expect(injected({ TraceParent: 'old', Tracestate: 'old', a: 'b' })).toEqual({ a: 'b', traceparent: 'ours' });
  const headers = injected(new Headers({ Traceparent: 'old', tracestate: 'old' }), {
    set: (carrier, key, value) => carrier.set(key, value),
  });
  expect([...headers]).toEqual([['traceparent', 'ours']]);
  const map = injected(new Map([['Traceparent', 'old']]), { set: (carrier, key, value) => carrier.set(key, value) });
  expect([...map]).toEqual([['traceparent', 'ours']]);
  const flat = injected(['Traceparent', 'old', 'a', 'b'], { set: (carrier, key, value) => carrier.push(key, value) });
  expect(flat).toEqual(['a', 'b', 'traceparent', 'ours']);
  const pairs = injected([['Traceparent', 'old']], { set: (carrier, key, value) => carrier.push([key, value]) });
  expect(pairs).toEqual([['traceparent', 'ours']]);
});

test('a propagator that writes nothing removes nothing', () => {
  expect(injected({ Traceparent: 'theirs' }, defaultTextMapSetter, silent)).toEqual({ Traceparent: 'theirs' });
});

test('a request whose headers are not the carrier is told to remove what was forwarded, only when ours are written', () => {
  const removed: (readonly string[])[] = [];
  const request = {
    host: () => undefined,
    isInjection: () => true,
    removeForwarded: (fields: readonly string[]) => void removed.push(fields),
  };
  injectOnce(silent, ROOT_CONTEXT, {}, defaultTextMapSetter, request);
  expect(removed).toEqual([]);
  injectOnce(propagator, ROOT_CONTEXT, {}, defaultTextMapSetter, request);
  expect(removed).toEqual([['traceparent', 'tracestate']]);
});
