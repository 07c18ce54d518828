import fc from 'fast-check';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { rewriteFrame } from '../../src/enrichment/stack-frame.ts';
import { rewriteStack } from '../../src/enrichment/stack-text.ts';
import { root } from '../support/run-app.ts';
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { enriched, onlyDocument } from './documents.ts';

function failed(stack: unknown, attributes: Record<string, unknown> = {}): SpanFile {
  const exception = {
    'exception.type': 'Error',
    'exception.message': 'm',
    'exception.stacktrace': stack,
    ...attributes,
  };
  return {
    name: 'work',
    kind: 'INTERNAL',
    parent: 'local',
    scope: 'shop',
    attributes: {},
    events: [{ name: 'exception', attributes: exception }],
    status: { code: 2 },
  };
}

function framesOf(stack: string): readonly object[] {
  return onlyDocument(toSpan(failed(stack))).cause?.exceptions?.[0]?.stack ?? [];
}

describe('a frame of Node', () => {
  it.each([
    ['getOrder (/srv/app/orders.js:12:34)', { path: '/srv/app/orders.js', line: 12, label: 'getOrder' }],
    ['file:///srv/app/my%20orders.mjs:7:8', { path: '/srv/app/my orders.mjs', line: 7, label: 'anonymous' }],
    ['async Server.handle (file:///srv/app.mjs:7:8)', { path: '/srv/app.mjs', line: 7, label: 'async Server.handle' }],
    ['async /srv/app.js:3:4', { path: '/srv/app.js', line: 3, label: 'async' }],
    [
      'node:internal/main/run_main_module:36:49',
      { path: 'node/internal/main/run_main_module', line: 36, label: 'anonymous' },
    ],
    [
      'Module._compile (node:internal/modules/cjs/loader:1554:14)',
      { path: 'node/internal/modules/cjs/loader', line: 1554, label: 'Module._compile' },
    ],
    ['TCP.onread [as handle] (node:net:20:3)', { path: 'node/net', line: 20, label: 'TCP.onread [as handle]' }],
    ['new Order (/srv/app/order.js:1:2)', { path: '/srv/app/order.js', line: 1, label: 'new Order' }],
    [
      'Object.<anonymous> (/srv/a (copy)/app.js:1:2)',
      { path: '/srv/a (copy)/app.js', line: 1, label: 'Object.<anonymous>' },
    ],
    [
      'eval (eval at run (/srv/app/eval.js:5:6), <anonymous>:1:2)',
      { path: '/srv/app/eval.js', line: 5, label: 'eval' },
    ],
    [
      'eval (eval at a (eval at b (/srv/x.js:9:1), <anonymous>:1:1), <anonymous>:1:2)',
      { path: '/srv/x.js', line: 9, label: 'eval' },
    ],
    ['C:\\app\\orders.js:12:34', { path: 'C\\app\\orders.js', line: 12, label: 'anonymous' }],
    ['run (file:///C:/app/orders.mjs:12:34)', { path: 'C/app/orders.mjs', line: 12, label: 'run' }],
    ['run (webpack-internal:///./src/x.ts:1:2)', { path: 'webpack-internal_///./src/x.ts', line: 1, label: 'run' }],
    [
      'run (https://cdn.example.com:8080/x.js:1:2)',
      { path: 'https_//cdn.example.com_8080/x.js', line: 1, label: 'run' },
    ],
    ['Array.map (<anonymous>)', { path: '<anonymous>', line: 0, label: 'Array.map' }],
    ['async Promise.all (index 0)', { path: 'index 0', line: 0, label: 'async Promise.all' }],
    ['a(b) (/srv/x.js:1:2)', { path: '/srv/x.js', line: 1, label: 'ab' }],
  ])('is read right by the exporter: %s', (frame, expected) => {
    expect(framesOf(`Error: m\n    at ${frame}`)).toEqual([expected]);
  });

  it('has a path without colons in whatever form it came', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const frame = rewriteFrame(text.replaceAll('\n', ' '));
        expect(frame).toMatch(/^ {4}at [^(]+\(.*\)$/s);
        expect(
          frame
            .replace(/:\d+:\d+\)$/, '')
            .split('(')
            .slice(1)
            .join('('),
        ).not.toContain(':');
      }),
    );
  });
});

describe('a stack', () => {
  it('of a real error shows where it was thrown', () => {
    const [first] = framesOf(new Error('boom').stack ?? '');
    expect(first).toMatchObject({ path: import.meta.filename, line: expect.any(Number) });
  });

  it('shows no frame of otel-xray itself, not in its causes either', () => {
    const own = path.join(root, 'src/enrichment/distro.js');
    const frames = [
      'run (/srv/x.js:1:2)',
      `Layer.handleRequest (${own}:3:4)`,
      `${own}:5:6`,
      `async ${own}:7:8`,
      'last (/srv/y.js:9:1)',
    ];
    const lines = frames.map((frame) => `    at ${frame}\n`).join('');
    const stack = `Error: m\n${lines.trimEnd()} {\n  [cause]: Error: inner\n${lines}}`;
    for (const exception of onlyDocument(toSpan(failed(stack))).cause?.exceptions ?? []) {
      expect(exception.stack?.map(({ label }) => label)).toEqual(['run', 'last']);
    }
    expect(rewriteStack(stack, '/srv/')?.stack.split('\n')).toHaveLength(4);
  });

  it('of a message in several lines shows its frames', () => {
    expect(
      framesOf('Error: first\nsecond\n  third\n    at run (/srv/x.js:1:2)\r\n    at more (/srv/y.js:3:4)\r'),
    ).toHaveLength(2);
  });

  it('has at most 50 frames, the last of which tells how many are hidden', () => {
    const frames = framesOf(`Error: m\n${'    at deep (/srv/x.js:1:2)\n'.repeat(200)}`);
    expect(frames).toHaveLength(50);
    expect(frames.at(-1)).toMatchObject({ label: '151 more' });
  });

  it.each(['', 'Error: m', 'foo@file:1:2\nbar@file:3:4', 'no stack at all\nhere'])(
    'that matches no engine has none: %j',
    (stack) => {
      expect(framesOf(stack)).toEqual([]);
      expect(rewriteStack(stack)).toBeUndefined();
    },
  );

  it('that is no text is left alone', () => {
    for (const stack of [7, null, ['    at x (/y:1:2)']])
      expect(() => onlyDocument(toSpan(failed(stack)))).not.toThrow();
  });

  it('stays as it is in the mode "additive"', () => {
    const stack = 'Error: m\n    at file:///srv/x.mjs:1:2';
    expect(enriched(toSpan(failed(stack)), { mode: 'additive' }).events[0]?.attributes?.['exception.stacktrace']).toBe(
      stack,
    );
  });

  it('names the type of an error whose code is a number', () => {
    const stack = 'TimeoutError: aborted\n    at run (/srv/x.js:1:2)';
    const [exception] = onlyDocument(toSpan(failed(stack, { 'exception.type': '23' }))).cause?.exceptions ?? [];
    expect(exception?.type).toBe('TimeoutError');
  });
});

describe('causes', () => {
  it('that the stack text carries are exceptions of their own, the outermost first', () => {
    const innermost = new TypeError('innermost\nin two lines');
    const inner = new Error('inner', { cause: innermost });
    const stack = inspect(new Error('outer', { cause: inner }));
    const exceptions = onlyDocument(toSpan(failed(stack))).cause?.exceptions ?? [];
    expect(exceptions.map(({ type, message }) => [type, message])).toEqual([
      ['Error', 'm'],
      ['Error', 'inner'],
      ['TypeError', 'innermost\nin two lines'],
    ]);
    for (const { stack: frames } of exceptions) expect(frames?.[0]).toMatchObject({ path: import.meta.filename });
  });

  it('without frames keep their message, and fields of errors are none', () => {
    const stack =
      "Error: outer\n    at run (/srv/x.js:1:2) {\n  code: 'E',\n  [cause]: [Error: plain] {\n    errno: -1\n  }\n}";
    const [, cause] = onlyDocument(toSpan(failed(stack))).cause?.exceptions ?? [];
    expect(cause).toMatchObject({ type: 'Error', message: 'plain' });
    expect(cause).not.toHaveProperty('stack');
  });

  it('a hundred deep are cut at twenty', () => {
    let error = new Error('cause 100');
    for (let depth = 99; depth >= 0; depth -= 1) error = new Error(`cause ${depth}`, { cause: error });
    const stack = inspect(error, { depth: 200 });
    expect(onlyDocument(toSpan(failed(stack))).cause?.exceptions).toHaveLength(21);
  });

  it('in megabytes of hostile text take no time and throw nothing', () => {
    for (const line of ['    at x (', '[cause]: ', '\n', '    at ', ' '.repeat(1000), '(', 'at at at']) {
      const text = `Error\n${`${line}\n`.repeat(Math.ceil(1_000_000 / (line.length + 1)))}`;
      expect(() => rewriteStack(text)).not.toThrow();
    }
  });
});
