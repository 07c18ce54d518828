import { describe, expect, test } from 'vitest';
import { exceptionsOf } from '../../../src/cli/terminal/exception-summary.ts';
import type { ExceptionBlock, SegmentDocument, StackFrameBlock } from '../../../src/xray/segment-document.ts';
import { sampleDocument } from '../../local/sample-document.ts';

function summarize(cause: SegmentDocument['cause'], workingDirectory = '/app') {
  return exceptionsOf(sampleDocument({ id: 1, cause }), { workingDirectory, packageDirectory: '/app/tracing' });
}

function frameOf(stack: readonly StackFrameBlock[], workingDirectory?: string) {
  return summarize({ exceptions: [{ type: 'Error', stack }] }, workingDirectory)[0]?.frame;
}

const OWN = { path: '/app/own.js', line: 3, label: 'own' };

describe('the first own frame', () => {
  test.each([
    ['/app/src/a.js', '/app', 'src/a.js:7'],
    ['/app/src/a.js', '/app/', 'src/a.js:7'],
    ['/app/src/a.js', '/', 'app/src/a.js:7'],
    ['/app/src/a.js', '', '/app/src/a.js:7'],
    ['/application/a.js', '/app', '/application/a.js:7'],
    ['/elsewhere/a.js', '/app', '/elsewhere/a.js:7'],
    [String.raw`C\app\a.js`, String.raw`C:\app`, 'a.js:7'],
    [String.raw`C:\app\a.js`, String.raw`C:\app`, 'a.js:7'],
  ])('%s seen from "%s"', (path, workingDirectory, frame) => {
    expect(frameOf([{ path, line: 7 }], workingDirectory)).toBe(frame);
  });

  test.each<StackFrameBlock>([
    { path: 'node/internal/process/task_queues', line: 95 },
    { path: 'node:events', line: 517 },
    { path: 'node', line: 0 },
    { path: 'file', line: 0 },
    { path: 'native', line: 0 },
    { path: '/app/node_modules/express/lib/router.js', line: 1 },
    { path: '/app/tracing/distro.js', line: 23 },
    { path: '<anonymous>', line: 1 },
    { path: '', line: 7 },
    { path: '/app/a.js' },
    {},
  ])('is not %j', (frame) => {
    expect(frameOf([frame])).toBe('');
    expect(frameOf([frame, OWN])).toBe('own.js:3');
  });
});

describe('what went wrong', () => {
  test.each<[ExceptionBlock, string]>([
    [{ type: 'TypeError', message: 'no such thing' }, 'TypeError: no such thing'],
    [{ message: 'only a message', type: '' }, 'only a message'],
    [{ type: 'OnlyAType', message: '' }, 'OnlyAType'],
    [{}, 'Exception'],
    [{ message: 'first line\nsecond line' }, 'first line'],
    [{ message: '\u{1b}]8;;evil\u{7}' }, '␛]8;;evil␇'],
  ])('%j', (exception, text) => {
    expect(summarize({ exceptions: [exception] })).toEqual([{ text, frame: '' }]);
  });

  test('an exception that another one wraps is told as its cause', () => {
    const exceptions = [
      { id: 'a', type: 'Outer', cause: 'b' },
      { id: 'b', type: 'Inner', stack: [OWN] },
      { id: 'c', type: 'Other' },
    ];
    expect(summarize({ exceptions })).toEqual([
      { text: 'Outer', frame: '' },
      { text: 'caused by Inner', frame: 'own.js:3' },
      { text: 'Other', frame: '' },
    ]);
  });

  test('is told nowhere but where it is described', () => {
    expect(summarize(undefined)).toEqual([]);
    expect(summarize({})).toEqual([]);
    expect(summarize('aaaaaaaaaaaaaaaa')).toEqual([]);
  });
});
