import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { root } from '../support/run-app.ts';
import { linkPackage, runExample } from './run-example.ts';

test('a TypeScript service compiles against the typed helpers, and its blocks are in the trace', async () => {
  linkPackage();
  // Rejects with the compiler's words when a type does not fit.
  await promisify(execFile)(path.join(root, 'node_modules/.bin/tsc'), ['-p', 'examples/typescript'], { cwd: root });
  const { answers, traces } = await runExample('typescript', ['/quote?kilograms=3&customer=ada', '/quote']);
  expect(answers.map(({ status }) => status)).toEqual([200, 400]);
  const [quoted, refused] = traces.map((spans) => drawTrace(spans).map((line) => line.replace(/^( *)\S+ /, '$1')));
  expect(quoted?.slice(0, 2)).toEqual(['server GET 200', '  internal FindCheapest']);
  // The carriers are asked at once, so their order is not fixed.
  expect(quoted?.slice(2).toSorted()).toEqual([
    '    internal Ask Donkey',
    '    internal Ask Pigeon',
    '    internal Ask Ship',
  ]);
  expect(refused).toEqual(['server GET 400']);

  const traceId = traces[0]?.[0]?.traceId ?? '';
  const answer: unknown = JSON.parse(answers[0]?.body ?? '');
  expect(answer).toEqual({ carrier: 'Ship', cents: 120, trace: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}` });
  const block = traces[0]?.find(({ name }) => name === 'FindCheapest');
  expect(block?.attributes['carrier']).toBe('Ship');
});
