import { expect, test } from 'vitest';
import { parseJavaScriptStack } from '../../../src/translator/stacks/javascript.ts';
import { printFrames } from './frames.ts';

test.each([
  ['    at f (/a/b.js:1:2)', 'f |/a/b.js|1'],
  ['    at async Promise.all (index 0)', 'async Promise.all |index 0|0'],
  ['    at /a/b.js:3:4', '|/a/b.js|3'],
  ['    at file:///a.mjs:7:8', '|file|0'],
  ['    at node:internal/main:23:47', '|node|0'],
  ['    at new X (C:\\x.js:1:2)', 'new X |C|0'],
  ['    at g (native)', 'g |native|0'],
  ['    at one:colon', '|one:colon|0'],
  ['    at (:1:2)', '||1'],
])('%s', (line, frame) => {
  expect(printFrames(parseJavaScriptStack(`Error: m\n${line}`))).toEqual([frame]);
});

test.each(['    at ()', '    at ', '    at f (open', '   at f (/a.js:1:2)', 'Error: other'])(
  '%j is no frame',
  (line) => {
    expect(parseJavaScriptStack(`Error: m\n${line}`).frames).toEqual([]);
  },
);

test('the first line is the message, even if it looks like a frame', () => {
  expect(parseJavaScriptStack('    at f (/a/b.js:1:2)').frames).toEqual([]);
});
