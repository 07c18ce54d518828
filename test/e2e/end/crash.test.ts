import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SpanRecord, translate } from '../../../src/translator/index.ts';
import type { CauseBlock, SegmentDocument } from '../../../src/xray/segment-document.ts';
import { drawTrace } from '../../support/draw-trace.ts';
import { testNodes } from '../../support/nodes.ts';
import { startReceiver } from '../../support/receive.ts';
import { type AppRun, get, runApp } from '../../support/run-app.ts';
import { preload, settings, withoutOwn } from './run-end.ts';

const crashes = [
  { way: 'an exception in the handler', code: 1, root: 'ending server GET error TypeError' },
  { way: 'an exception in a callback', code: 1, root: 'ending server GET error SyntaxError' },
  { way: 'an exception of an awaited call', code: 1, root: 'ending server GET error TypeError' },
  {
    way: 'an exception after which the application cleans up',
    code: 6,
    root: 'ending server GET error SyntaxError',
  },
  { way: 'an exception that the application survives', code: 0, root: 'ending server GET 200' },
];

/**
 * By type and message. The collector reads no causes from stacks of JavaScript, so that X-Ray shows them one after the
 * other and not one inside the other.
 */
const wrapped = [
  {
    way: 'an exception with causes',
    exceptions: ['Error: no such order', 'TypeError: no database', 'RangeError: socket closed'],
  },
  {
    way: 'an AggregateError',
    exceptions: ['AggregateError: no host answered', 'TypeError: first host', 'RangeError: second host'],
  },
  { way: 'a rejection with a cause', exceptions: ['Error: no such order', 'TypeError: no database'] },
];

describe.each(testNodes())('Node $version', ({ binary }) => {
  const crash = async (way: string, env?: Record<string, string>): Promise<AppRun> => {
    let asked: Promise<unknown> | undefined;
    const run = await runApp({
      node: binary,
      args: [...(env ? preload : []), 'test/e2e/end/apps/crash.cjs', way],
      env: { ...settings, ...env, NODE_NO_WARNINGS: '1' },
      onOutput: (text) => {
        const port = /\{"port":(\d+)\}/.exec(text)?.[1];
        // The answer may be a connection that breaks.
        if (port !== undefined) asked ??= get(Number(port), '/').catch(() => {});
      },
    });
    await asked;
    return { ...run, stderr: fromErrorOn(withoutOwn(run.stderr)), stdout: '' };
  };

  it.each(crashes)('$way ends the process as before, and an open request as a fault', async ({ way, code, root }) => {
    await using receiver = await startReceiver();
    const run = await crash(way, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.grpcEndpoint });

    expect(run).toEqual(await crash(way));
    expect(run.code).toBe(code);
    expect(drawTrace(receiver.spans())).toEqual([root]);
    const exceptions = receiver.spans().flatMap(({ events }) => events.filter(({ name }) => name === 'exception'));
    expect(exceptions).toHaveLength(code === 0 ? 0 : 1);
    for (const { attributes } of exceptions) expect(attributes['exception.stacktrace']).toContain('crash.cjs');
  });

  it.each(wrapped)('$way is in X-Ray with every error that it stands for, in their order', async (row) => {
    await using receiver = await startReceiver();
    const run = await crash(row.way, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.grpcEndpoint });

    expect(run).toEqual(await crash(row.way));
    const [document] = receiver.spans().flatMap(documentsOf);
    expect(document).toMatchObject({ fault: true });
    const exceptions = (document?.cause as CauseBlock | undefined)?.exceptions ?? [];
    expect(exceptions.map(({ type, message }) => `${type}: ${message}`)).toEqual(row.exceptions);
    for (const { stack } of exceptions) expect(stack?.[0]?.path).toContain('crash.cjs');
  });
});

/** What X-Ray gets of a span. */
function documentsOf(span: SpanRecord): readonly SegmentDocument[] {
  const translation = translate(span, { newId: () => randomBytes(8).toString('hex') });
  return 'documents' in translation ? translation.documents : [];
}

/** Node shows the line of code that threw, which is that of an instrumentation where it passes an exception on. */
function fromErrorOn(stderr: string): string {
  return stderr.slice(stderr.search(/^\w+Error: /m));
}
