import { expect, it } from 'vitest';
import { statedLengthIn } from '../../../src/instrumentation/http/body-size.ts';

it('the length that headers state is read as they came, in any case, the first of several', () => {
  expect(statedLengthIn(['Date', 'content-length', 'Content-Length', '12', 'content-length', '13'])).toBe(12);
  expect(statedLengthIn(['content-lengthy', '1', 'CONTENT-LENGTH', '0'])).toBe(0);
});

it('a length that is none is not stated', () => {
  for (const value of ['', '-1', '1.5', 'x', '99999999999999999999'])
    expect(statedLengthIn(['content-length', value])).toBeUndefined();
  expect(statedLengthIn(['content-length'])).toBeUndefined();
  expect(statedLengthIn([])).toBeUndefined();
});
