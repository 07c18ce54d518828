import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rewriteStack } from '../../src/enrichment/stack-text.ts';
import { stackWithCauses } from '../../src/spans/stack-with-causes.ts';

function exceptionsOf(error: object): string[] {
  const { stack = '', causes = [] } = rewriteStack(stackWithCauses(error) ?? '') ?? {};
  return [stack.split('\n')[0] ?? '', ...causes.map(({ type, message }) => `${type}: ${message}`)];
}

describe('the stack of an error', () => {
  test('without causes is its own', () => {
    const error = new TypeError('no order');
    expect(stackWithCauses(error)).toBe(error.stack);
  });

  test('goes on with those of its causes, each of which the enrichment makes an exception of', () => {
    const cents = new RangeError('cents are negative');
    const error = new Error('order failed', { cause: new TypeError('price is unknown', { cause: cents }) });
    expect(stackWithCauses(error)?.startsWith(`${error.stack}\n  [cause]: TypeError: price is unknown\n    at `)).toBe(
      true,
    );
    expect(exceptionsOf(error)).toEqual([
      'Error: order failed',
      'TypeError: price is unknown',
      'RangeError: cents are negative',
    ]);
  });

  test('goes on with each error that an AggregateError stands for, and with the causes of each', () => {
    const first = new Error('connect ECONNREFUSED ::1:80');
    const second = new Error('connect ECONNREFUSED 127.0.0.1:80', { cause: new Error('down') });
    expect(exceptionsOf(new AggregateError([first, second], 'all failed'))).toEqual([
      'AggregateError: all failed',
      'Error: connect ECONNREFUSED ::1:80',
      'Error: connect ECONNREFUSED 127.0.0.1:80',
      'Error: down',
    ]);
  });

  test('tells a cause that is no error in its own words', () => {
    expect(exceptionsOf(new Error('failed', { cause: 'no more paper' }))).toEqual(['Error: failed', ': no more paper']);
  });

  test('ends where causes go round in a circle', () => {
    const one = new Error('one');
    const other = new Error('other', { cause: one });
    one.cause = other;
    expect(exceptionsOf(one)).toEqual(['Error: one', 'Error: other']);
  });

  test('has 20 causes at most, however deep and wide they are', () => {
    let deep = new Error('deepest');
    for (let depth = 0; depth < 5000; depth += 1) deep = new Error(`at ${depth}`, { cause: deep });
    expect(stackWithCauses(deep)?.match(/\[cause\]/g)).toHaveLength(20);
    const wide = new AggregateError(Array.from({ length: 5000 }, (_, index) => new Error(`no. ${index}`)));
    expect(stackWithCauses(wide)?.match(/\[cause\]/g)).toHaveLength(20);
  });

  test('is there for whatever somebody throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (cause, stack) => {
        expect(stackWithCauses({ cause, stack })).toSatisfy((text) => text === undefined || typeof text === 'string');
      }),
    );
  });
});
