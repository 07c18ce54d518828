import { isSpanContextValid } from '@opentelemetry/api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isValidSpanContext } from '../../src/xray/span-context.ts';

const digits = fc.constantFrom(...'0000123456789abcdefABCDEFg/:@G`é'.split(''));
const id = (length: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: digits, minLength: length, maxLength: length }),
    fc.string({ unit: fc.constantFrom('0', 'f', 'A'), minLength: length, maxLength: length }),
    fc.string({ unit: digits, minLength: length - 1, maxLength: length + 1 }),
    fc.constant('0'.repeat(length)),
  );

it('ids are valid where the API says so, however often it is asked', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ traceId: id(32), spanId: id(16) }), { maxLength: 4 }), (contexts) => {
      for (const ids of [...contexts, ...contexts, ...contexts.flatMap((each) => [each, each])])
        expect(isValidSpanContext(ids)).toBe(isSpanContextValid({ ...ids, traceFlags: 0 }));
    }),
  );
});

it('what is no text is no id', () => {
  expect(isValidSpanContext({ traceId: undefined as unknown as string, spanId: '53995c3f42cd8ad8' })).toBe(false);
});
