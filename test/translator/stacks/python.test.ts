import { expect, test } from 'vitest';
import { parsePythonStack } from '../../../src/translator/stacks/python.ts';
import { printFrames } from './frames.ts';

const CHAIN = '\n\nDuring handling of the above exception, another exception occurred:\n\n';

test('frames are told from the innermost', () => {
  const stack = parsePythonStack(
    'Traceback:\n  File "a.py", line 1, in f\n    x\n  File "b.py", line 2, in g\n    y\nE: m',
  );
  expect(printFrames(stack)).toEqual(['g|b.py|2', 'f|a.py|1']);
});

test('a path with a comma loses its frame', () => {
  expect(parsePythonStack('  File "a,b.py", line 1, in f\nE').frames).toEqual([]);
});

test('exceptions that were being handled follow as causes', () => {
  const { frames, causes } = parsePythonStack(
    `  File "a.py", line 1, in f\n    x\nX: one\ntwo${CHAIN}  File "b.py", line 2, in g\n    y\nY: m`,
  );
  expect(printFrames({ frames })).toEqual(['g|b.py|2']);
  expect(causes.map(({ type, message }) => `${type}|${message}`)).toEqual(['X|one\ntwo']);
  expect(causes.map(printFrames)).toEqual([['f|a.py|1']]);
});

test('reading ends at an exception without a message or without frames', () => {
  expect(parsePythonStack(`  File "a.py", line 1, in f\n    x\nNoColon${CHAIN}E`).causes).toEqual([]);
  expect(parsePythonStack(`X: m${CHAIN}E`).causes).toEqual([]);
});
