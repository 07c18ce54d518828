import { expect, test } from 'vitest';
import { linesAfterMessage } from '../../../src/translator/stacks/parsed-stack.ts';

test.each([
  ['', []],
  ['m', []],
  ['m\n', []],
  ['m\na', ['a']],
  ['m\r\na\r\n\r\nb\r', ['a', '', 'b\r']],
  ['\n\n\na', ['', '', 'a']],
])('%j', (text, lines) => {
  expect(linesAfterMessage(text)).toEqual(lines);
});
