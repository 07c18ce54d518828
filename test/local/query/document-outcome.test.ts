import { expect, test } from 'vitest';
import { outcomeOf } from '../../../src/local/query/document-outcome.ts';
import { sampleDocument } from '../../local/sample-document.ts';

test.each([
  [{}, 'ok'],
  [{ fault: false, error: false, throttle: false }, 'ok'],
  [{ error: true }, 'error'],
  [{ error: true, throttle: true }, 'throttle'],
  [{ throttle: true }, 'throttle'],
  [{ fault: true }, 'fault'],
  [{ fault: true, error: true, throttle: true }, 'fault'],
  [{ http: { response: { status: 404 } } }, 'ok'],
] as const)('%j is %s, by its flags alone', (flags, outcome) => {
  expect(outcomeOf(sampleDocument({ id: 1, ...flags }))).toBe(outcome);
});
