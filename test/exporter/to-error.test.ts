import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toError } from '../../src/exporter/to-error.ts';

test('an error stays itself, and anything else becomes the message of one', () => {
  const error = new TypeError('x');
  expect(toError(error)).toBe(error);
  expect(toError('gone').message).toBe('gone');
  fc.assert(
    fc.property(
      fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.constant(undefined)),
      (thrown) => toError(thrown).message === String(thrown),
    ),
  );
});
