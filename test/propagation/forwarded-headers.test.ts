import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { removeForwardedFromUndici, removeForwardedHeaders } from '../../src/propagation/forwarded-headers.ts';

const NAMES = ['x-amzn-trace-id', 'traceparent'];

function removed<C>(carrier: C): C {
  removeForwardedHeaders(carrier, NAMES);
  return carrier;
}

describe('headers of a trace are removed in any case', () => {
  test('from objects', () => {
    expect(removed({ 'X-Amzn-Trace-Id': 'a', 'x-amzn-trace-id': 'b', TRACEPARENT: 'c', Accept: 'd' })).toEqual({
      Accept: 'd',
    });
    expect(removed(Object.assign(Object.create(null), { Traceparent: 'a', b: 'c' }))).toEqual({ b: 'c' });
  });

  test('from Headers and Map', () => {
    expect([...removed(new Headers({ Traceparent: 'a', Accept: 'b' }))]).toEqual([['accept', 'b']]);
    expect([
      ...removed(
        new Map<unknown, string>([
          ['Traceparent', 'a'],
          ['traceparent', 'b'],
          [1, 'c'],
          ['Accept', 'd'],
        ]),
      ),
    ]).toEqual([
      [1, 'c'],
      ['Accept', 'd'],
    ]);
  });

  test('from flat arrays', () => {
    expect(removed(['Accept', 'Traceparent', 'traceparent', 'a', 'B', 'b', 'X-AMZN-TRACE-ID', 'c'])).toEqual([
      'Accept',
      'Traceparent',
      'B',
      'b',
    ]);
    expect(removed(['traceparent'])).toEqual([]);
    expect(removed(['a', 'b', 'odd'])).toEqual(['a', 'b', 'odd']);
  });

  test('from arrays of pairs', () => {
    expect(
      removed([
        ['Traceparent', 'a'],
        ['Accept', 'traceparent'],
        ['traceparent', 'b'],
      ]),
    ).toEqual([['Accept', 'traceparent']]);
  });

  test('from nothing at all', () => {
    for (const carrier of [undefined, null, 'traceparent', 1, [], {}]) expect(removed(carrier)).toEqual(carrier);
  });
});

test('what is left of an array is what was there, in its order', () => {
  const name = fc.constantFrom('traceparent', 'Traceparent', 'x-amzn-trace-id', 'a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
      const kept = pairs.filter(([key]) => !NAMES.includes(key.toLowerCase()));
      expect(removed(pairs.map((pair) => [...pair]))).toEqual(kept);
      expect(removed(pairs.flat())).toEqual(kept.flat());
    }),
  );
});

test('headers of undici are removed from the text of version 5 and the array of later ones', () => {
  const five = { headers: 'Accept: a\r\nTraceparent: b\r\nX-Amzn-Trace-Id : c\r\nNote: traceparent: d\r\n' };
  removeForwardedFromUndici(five, NAMES);
  expect(five.headers).toBe('Accept: a\r\nNote: traceparent: d\r\n');
  const later = { headers: ['accept', 'a', 'traceparent', ['b', 'c'], 'd', 'e'] };
  removeForwardedFromUndici(later, NAMES);
  expect(later.headers).toEqual(['accept', 'a', 'd', 'e']);
});
