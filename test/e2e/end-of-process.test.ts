import { describe, expect, it } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { type AppRun, runApp } from '../support/run-app.ts';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

interface Row {
  readonly end: string;
  readonly signal?: NodeJS.Signals;
  readonly code: number | null;
  readonly diesOf?: NodeJS.Signals;
}

/** Ends at which the last spans arrive, although their batch is not due for a minute. */
const calm: Row[] = [
  { end: 'drain', code: 0 },
  { end: 'exit code', code: 5 },
  ...signals.map((signal) => ({ end: 'no handler', signal, code: null, diesOf: signal })),
  { end: 'own handler', signal: 'SIGTERM', code: 7 },
  { end: 'own handler, once', signal: 'SIGTERM', code: 7 },
  { end: 'own handler that goes on', signal: 'SIGTERM', code: 0 },
];
/** Ends at which nothing is promised of the last spans, only that they stay as they were. */
const abrupt: Row[] = [
  { end: 'exit', code: 4 },
  { end: 'throw', code: 1 },
  { end: 'reject', code: 1 },
  { end: 'own handler that exits', signal: 'SIGTERM', code: 8 },
  { end: 'handler that counts', signal: 'SIGTERM', code: null, diesOf: 'SIGTERM' },
];

describe.each(testNodes())('Node $version', ({ binary }) => {
  const run = (args: readonly string[], { end, signal }: Pick<Row, 'end' | 'signal'>, env = {}): Promise<AppRun> => {
    let isSent = false;
    return runApp({
      node: binary,
      args: [...args, 'test/e2e/apps/end.cjs', end],
      env: { OTEL_SERVICE_NAME: 'ending', ...env, OTEL_BSP_SCHEDULE_DELAY: '60000' },
      onOutput: (text, kill) => {
        if (isSent || signal === undefined || !text.includes('ready')) return;
        isSent = true;
        kill(signal);
      },
    });
  };
  const own = (stderr: string): string => stderr.replace(/^otel-xray: .*\n/gm, '');

  it.each(calm)('delivers the last spans at the end by $end $signal, and leaves it as it was', async (row) => {
    await using receiver = await startReceiver();
    const bare = await run([], row);
    const traced = await run(['--require', './register'], row, receiver.env);

    expect({ ...traced, stderr: own(traced.stderr) }).toEqual(bare);
    expect({ code: traced.code, signal: traced.signal }).toEqual({ code: row.code, signal: row.diesOf ?? null });
    expect(drawTrace(receiver.spans())).toEqual(['ending client GET 200', '  ending server GET 200']);
  });

  it.each(abrupt)('leaves the end by $end $signal as it was', async (row) => {
    await using receiver = await startReceiver();
    const bare = await run([], row);
    const traced = await run(['--require', './register'], row, receiver.env);

    expect({ ...traced, stderr: withoutFrames(own(traced.stderr)) }).toEqual({
      ...bare,
      stderr: withoutFrames(bare.stderr),
    });
    expect({ code: traced.code, signal: traced.signal }).toEqual({ code: row.code, signal: row.diesOf ?? null });
  });
});

/** What is printed of an error without its frames, among which are ours. */
function withoutFrames(stderr: string): string {
  return stderr.replace(/^ +at .*\n/gm, '');
}
