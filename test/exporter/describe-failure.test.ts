import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeFailure } from '../../src/exporter/describe-failure.ts';

test.each([
  [new Error('boom'), 'boom'],
  ['gone', 'gone'],
  [Object.assign(new Error('14 UNAVAILABLE: no connection'), { code: 14 }), '14 UNAVAILABLE: no connection'],
  [new Error('14 UNAVAILABLE: refused. Resolution note: '), '14 UNAVAILABLE: refused'],
  [
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
    'connect ECONNREFUSED 127.0.0.1:1',
  ],
  [new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('other')]), 'connect ECONNREFUSED ::1:1'],
  [Object.assign(new Error(''), { code: 'ETIMEDOUT' }), 'ETIMEDOUT'],
  [new TypeError(''), 'TypeError'],
  [new Error('two\nlines\tand  more'), 'two lines and more'],
  [undefined, 'unknown error'],
  [null, 'unknown error'],
  [{}, 'unknown error'],
])('%o is told as "%s"', (error, expected) => {
  expect(describeFailure(error)).toBe(expected);
});

test('a reason is one line of at most 200 characters, whatever was thrown', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.string().map((message) => new Error(message)),
      ),
      (thrown) => {
        const reason = describeFailure(thrown);
        expect(reason.length).toBeLessThanOrEqual(200);
        expect(reason).not.toMatch(/[\r\n]/);
      },
    ),
  );
  expect(describeFailure(new Error('x'.repeat(1 << 20)))).toHaveLength(200);
  const hostile = Object.defineProperty({}, 'message', {
    get() {
      throw new Error('no');
    },
  });
  expect(describeFailure(hostile)).toBe('unknown error');
});
