import { expect, test } from 'vitest';
import { parseJavaStack } from '../../../src/translator/stacks/java.ts';
import { printFrames } from './frames.ts';

test('frames lose class loader and module; what is no line number is 0', () => {
  const stack = parseJavaStack(
    'E: m\r\n\tat app//a.B.c(B.java:12)\r\n\tat x.Y.z(Native Method)\r\n\tat q.R(R.java:x)\r\n\t... 3 more\r\n',
  );
  expect(printFrames(stack)).toEqual(['/a.B.c|B.java|12', 'x.Y.z|Native Method|0', 'q.R|R.java|0']);
});

test('causes follow each other, with messages over several lines', () => {
  const { causes } = parseJavaStack('E\n\tat a(b)\nCaused by: T: one\n two\n\tat c(d:2)\nCaused by: U\n\tat e(f:3)');
  expect(causes.map(({ type, message }) => `${type}|${message}`)).toEqual(['T|one two', 'U|']);
  expect(causes.map(printFrames)).toEqual([['c|d|2'], ['e|f|3']]);
});

test('the message of a cause loses the byte after the colon, whatever it is', () => {
  expect(parseJavaStack('E\nCaused by: T:xé').causes[0]?.message).toBe('é');
  expect(parseJavaStack('E\nCaused by: T:').causes[0]?.message).toBe('');
});

test('lines that are not quite frames are left out', () => {
  expect(parseJavaStack('E\n\tat a\n\tat a(\n at a(b)\n\tat (b)').frames).toHaveLength(1);
});
