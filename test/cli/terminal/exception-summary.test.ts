import { describe, expect, test } from 'vitest';
import { exceptionsOf } from '../../../src/cli/terminal/exception-summary.ts';
import type { Attributes, SpanRecordStatus } from '../../../src/local/span-record.ts';
import { sampleSpan } from '../../local/sample-span.ts';

function summarize(attributes: Attributes | undefined, status?: SpanRecordStatus) {
  const events = attributes === undefined ? [] : [{ name: 'exception', timeUnixNano: 0n, attributes }];
  return exceptionsOf(sampleSpan({ spanId: '1'.repeat(16), events, ...(status && { status }) }), '/app');
}

function frameOf(...lines: readonly string[]) {
  const stack = ['Error: no', ...lines.map((line) => `    at ${line}`)].join('\n');
  return summarize({ 'exception.type': 'Error', 'exception.stacktrace': stack })[0]?.frame;
}

describe('the first own frame', () => {
  test.each([
    ['handler (/app/src/a.js:1:2)', 'src/a.js:1:2'],
    ['/app/src/a.js:1:2', 'src/a.js:1:2'],
    ['async Promise.all (/app/a.js:1:2)', 'a.js:1:2'],
    ['async /app/a.js:1:2', 'async /app/a.js:1:2'],
    ['new Thing (file:///app/src/a%20b.mjs:1:2)', 'src/a b.mjs:1:2'],
    ['Object.<anonymous> (/elsewhere/a.js:1:2)', '/elsewhere/a.js:1:2'],
    [String.raw`handler (C:\app\a.js:1:2)`, String.raw`C:\app\a.js:1:2`],
  ])('%s', (line, frame) => {
    expect(frameOf(line)).toBe(frame);
  });

  test.each([
    ['node:internal/process/task_queues:95:5'],
    ['handle (node:events:517:28)'],
    ['next (/app/node_modules/express/lib/router.js:1:2)'],
    ['Array.map (<anonymous>)'],
    ['async Promise.all (index 0)'],
    ['eval (eval at run (/app/a.js:1:2), <anonymous>:1:1)'],
  ])('is not %s', (line) => {
    expect(frameOf(line)).toBe('');
    expect(frameOf(line, 'own (/app/own.js:3:4)')).toBe('own.js:3:4');
  });
});

describe('what went wrong', () => {
  test.each<[Attributes, string]>([
    [{ 'exception.type': 'TypeError', 'exception.message': 'no such thing' }, 'TypeError: no such thing'],
    [{ 'exception.message': 'only a message' }, 'only a message'],
    [{ 'exception.type': 'OnlyAType' }, 'OnlyAType'],
    [{ 'exception.type': 5, 'exception.message': null }, 'Exception'],
    [{ 'exception.message': 'first line\nsecond line' }, 'first line'],
    [{ 'exception.message': '\u{1b}]8;;evil\u{7}' }, '␛]8;;evil␇'],
  ])('%j', (attributes, text) => {
    expect(summarize(attributes)[0]?.text).toBe(text);
  });

  test('is said by the status where no exception was recorded', () => {
    expect(summarize(undefined, { code: 'error', message: 'it broke' })).toEqual([{ text: 'it broke', frame: '' }]);
    expect(summarize(undefined, { code: 'error', message: '' })).toEqual([]);
    expect(summarize(undefined, { code: 'ok', message: '' })).toEqual([]);
    expect(summarize({ 'exception.type': 'E' }, { code: 'error', message: 'it broke' })).toEqual([
      { text: 'E', frame: '' },
    ]);
  });

  test('a stack that is made to be slow is not', () => {
    const stack = `${'    at ('.repeat(100_000)}\n${' '.repeat(100_000)}`;
    expect(summarize({ 'exception.type': 'E', 'exception.stacktrace': stack })).toEqual([{ text: 'E', frame: '' }]);
  });
});
