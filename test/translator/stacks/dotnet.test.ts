import { expect, test } from 'vitest';
import { parseDotnetStack } from '../../../src/translator/stacks/dotnet.ts';
import { printFrames } from './frames.ts';

test.each([
  ['   at A.B(String s) in /x/y.cs:line 12', 'A.B(String s)|/x/y.cs|12'],
  ['   at A.B() in C:\\x\\y.cs:line 7', 'A.B()|C:\\x\\y.cs|7'],
  ['\u00a0at A.B()\u3000', 'A.B()||0'],
  ['at A in p:7', 'A|p|7'],
  ['at A in p', 'A|p|0'],
  ['at A in p:line', 'A|p|0'],
  ['at A in p in q:line 3', 'A|p|0'],
])('%s', (line, frame) => {
  expect(printFrames(parseDotnetStack(`E: m\n${line}`))).toEqual([frame]);
});

test.each(['at A', '--- End of stack ---', '', '\ufeffat A()'])('%j is no frame', (line) => {
  expect(parseDotnetStack(`E: m\n${line}`).frames).toEqual([]);
});
