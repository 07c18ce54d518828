import fc from 'fast-check';
import type { PictureRow } from './picture-row.ts';
import { word } from './words.ts';

/** A frame as V8 prints it, and as X-Ray shows it. */
interface Frame {
  readonly text: string;
  readonly shown: { readonly path: string; readonly line: number; readonly label: string };
}

const frame: fc.Arbitrary<Frame> = fc
  .record({
    form: fc.constantFrom('plain', 'url', 'builtin', 'async', 'bare', 'new', 'alias', 'eval'),
    label: fc.stringMatching(/^[A-Za-z_$][\w$]{0,8}(?:\.[a-z]\w{0,6})?$/),
    file: word,
    line: fc.integer({ min: 1, max: 99_999 }),
    column: fc.integer({ min: 1, max: 200 }),
  })
  .map(({ form, label, file, line, column }): Frame => {
    const path = `/srv/${file}.js`;
    const at = `${path}:${line}:${column}`;
    const shown = { path, line, label };
    switch (form) {
      case 'url':
        return { text: `${label} (file://${at})`, shown };
      case 'builtin':
        return { text: `${label} (node:${file}:${line}:${column})`, shown: { ...shown, path: `node/${file}` } };
      case 'async':
        return { text: `async ${label} (${at})`, shown: { ...shown, label: `async ${label}` } };
      case 'bare':
        return { text: at, shown: { ...shown, label: 'anonymous' } };
      case 'new':
        return { text: `new ${label} (${at})`, shown: { ...shown, label: `new ${label}` } };
      case 'alias':
        return { text: `${label} [as ${file}] (${at})`, shown: { ...shown, label: `${label} [as ${file}]` } };
      case 'eval':
        return { text: `eval (eval at ${label} (${at}), <anonymous>:1:1)`, shown: { ...shown, label: 'eval' } };
      default:
        return { text: `${label} (${at})`, shown };
    }
  });

const error = fc.record({
  type: fc.stringMatching(/^[A-Z][A-Za-z]{2,10}Error$/),
  message: fc.stringMatching(/^[a-z][a-z ]{0,30}[a-z]$/),
  frames: fc.array(frame, { minLength: 1, maxLength: 12 }),
});

/** Exceptions with V8's stacks and chained causes: a frame for a frame, path, line and label right. */
export const exceptions: PictureRow = fc
  .record({ thrown: error, causes: fc.array(error, { maxLength: 3 }) })
  .map(({ thrown, causes }) => {
    const lines = ({ type, message, frames }: typeof thrown): string =>
      [`${type}: ${message}`, ...frames.map(({ text }) => `    at ${text}`)].join('\n');
    const stack = causes.reduceRight(
      (inner, cause) => ` {\n  [cause]: ${lines(cause).replaceAll('\n', '\n  ')}${inner === '' ? '' : inner}\n}`,
      '',
    );
    return {
      row: 'Node stacks have path, line and function, causes are exceptions of their own',
      file: {
        name: 'work',
        kind: 'INTERNAL',
        scope: 'shop',
        parent: 'local',
        attributes: {},
        events: [
          {
            name: 'exception',
            attributes: {
              'exception.type': thrown.type,
              'exception.message': thrown.message,
              'exception.stacktrace': lines(thrown) + stack,
            },
          },
        ],
        status: { code: 2, message: thrown.message },
      },
      documents: [
        {
          fault: true,
          cause: {
            exceptions: [thrown, ...causes].map(({ type, message, frames }) => ({
              type,
              message,
              stack: frames.map(({ shown }) => shown),
            })),
          },
        },
      ],
    };
  });

/** Deep recursion: fifty frames at most, the last of which says how many more there were. */
export const deepStacks: PictureRow = fc.integer({ min: 51, max: 400 }).map((depth) => {
  const frames = Array.from({ length: depth }, (_, index) => `    at walk (/srv/tree.js:${index + 1}:3)`);
  return {
    row: 'of a deep stack fifty frames are shown',
    file: {
      name: 'work',
      kind: 'INTERNAL',
      scope: 'shop',
      parent: 'local',
      attributes: {},
      events: [
        {
          name: 'exception',
          attributes: {
            'exception.type': 'RangeError',
            'exception.stacktrace': ['RangeError: x', ...frames].join('\n'),
          },
        },
      ],
    },
    documents: [
      {
        cause: {
          exceptions: [
            {
              type: 'RangeError',
              stack: [
                ...Array.from({ length: 49 }, (_, index) => ({ path: '/srv/tree.js', line: index + 1, label: 'walk' })),
                { path: 'not shown', line: 0, label: `${depth - 49} more` },
              ],
            },
          ],
        },
      },
    ],
  };
});
