import { expect, test } from 'vitest';
import { parseGoStack } from '../../../src/translator/stacks/go.ts';
import { printFrames } from './frames.ts';

test('calls and places come in pairs, goroutines are left out', () => {
  const stack = parseGoStack(
    'panic\ngoroutine 1 [running]:\nmain.f(0x1)\n\t/x/y.go:12 +0x1\ngoroutine 2 [running]:\nmain.g()\n\t/z.go:3',
  );
  expect(printFrames(stack)).toEqual(['main.f(0x1)|/x/y.go|12', 'main.g()|/z.go|3']);
});

test('a call without a place takes the place before', () => {
  expect(printFrames(parseGoStack('panic\nf\n\ta.go:1\ng\n\tnone\nh'))).toEqual(['f|a.go|1', 'g|a.go|1', 'h|a.go|1']);
});

test.each([
  ['a:b:1', 'b|1'],
  ['a: b:2', 'b|2'],
  [':3 x y:4z', 'y|4'],
  ['a:x', '|0'],
])('the place in %j is %s', (line, place) => {
  expect(printFrames(parseGoStack(`panic\nf\n${line}`))).toEqual([`f|${place}`]);
});
