import { describe, expect, it } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { type AppRun, foreignLines, runApp } from '../support/run-app.ts';

const ignored = /"start\(\)" was called, but otel-xray runs already in this process; its options are ignored\./g;

describe.each(testNodes())('Node $version', ({ binary }) => {
  const startFromCode = async (
    mode: string,
    { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
  ): Promise<{ run: AppRun; report: Record<string, unknown>; traces: string[] }> => {
    await using receiver = await startReceiver();
    const { OTEL_TRACES_SAMPLER: _, ...endpoint } = receiver.env;
    const run = await runApp({
      node: binary,
      args: [...args, 'test/e2e/apps/start.cjs', mode],
      env: { ...endpoint, ...env },
    });
    expect({ code: run.code, says: foreignLines(run.stderr) }).toEqual({ code: 0, says: [] });
    return { run, report: JSON.parse(run.stdout) as Record<string, unknown>, traces: drawTrace(receiver.spans()) };
  };
  const byCode = ['by-code client GET 200', '  by-code server GET 200'];

  it('traces once by start(), whose second call warns', async () => {
    const { run, report, traces } = await startFromCode('once');

    expect(report).toEqual({ same: true });
    expect(traces).toEqual(byCode);
    expect(run.stderr.match(ignored)).toHaveLength(1);
    expect(run.stderr.match(/otel-xray \S+ on Node \S+ service "by-code", .*sampler always_on\./g)).toHaveLength(1);
  });

  it.each(['flush', 'shutdown'])('delivers the spans by %s before the process exits', async (mode) => {
    expect((await startFromCode(mode)).traces).toEqual(byCode);
  });

  it('refuses wrong options with one sentence each, and starts with right ones after', async () => {
    const { report, traces } = await startFromCode('wrong');

    const sentence = (subject: string): unknown =>
      expect.stringMatching(new RegExp(`^TypeError: "${subject}" is .*; expected .*\\. otel-xray was not started\\.$`));
    expect(report['errors']).toEqual(
      [
        'options',
        'options',
        'options.service',
        'serviceName',
        'exporter.protocol',
        'exporter.timeoutMillis',
        'sampling.sampler',
        'propagation.propagateTo',
        'instrumentations',
        'spanProcessors',
      ].map(sentence),
    );
    expect(traces).toEqual(byCode);
  });

  it('ignores start() after the preload, with one warning', async () => {
    const { run, report, traces } = await startFromCode('wrong', {
      args: ['--require', './register'],
      env: { OTEL_SERVICE_NAME: 'by-flag', OTEL_TRACES_SAMPLER: 'always_on' },
    });

    expect(report['same']).toBe(true);
    expect(new Set(report['errors'] as string[])).toEqual(new Set(['started']));
    expect(traces).toEqual(['by-flag client GET 200', '  by-flag server GET 200']);
    expect(run.stderr.match(ignored)).toHaveLength(1);
    expect(run.stderr.match(/otel-xray \S+ on Node/g)).toHaveLength(1);
  });

  it('does nothing by start() where tracing is switched off', async () => {
    const { run, report, traces } = await startFromCode('once', { env: { OTEL_SDK_DISABLED: 'true' } });

    expect({ report, traces, says: run.stderr }).toEqual({ report: { same: true }, traces: [], says: '' });
  });
});
