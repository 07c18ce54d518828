import { describe, expect, it } from 'vitest';
import { testNodes } from '../support/nodes.ts';
import { runApp } from '../support/run-app.ts';

const doors = [
  { door: '--require', args: ['--require', './register'], bare: ['--require', './test/e2e/apps/bare-preload.cjs'] },
  {
    door: '--import',
    args: ['--import', './package/register.mjs'],
    bare: ['--import', './test/e2e/apps/bare-preload.mjs'],
  },
];
const switches = [
  { OTEL_SDK_DISABLED: 'true' },
  { OTEL_SDK_DISABLED: ' TRUE ' },
  { AWS_XRAY_SDK_DISABLED: 'true' },
  { AWS_XRAY_SDK_DISABLED: 'True', OTEL_SDK_DISABLED: 'false', OTEL_LOG_LEVEL: 'debug' },
];

interface Report {
  readonly report: unknown;
  readonly loaded: readonly string[];
}

describe.each(testNodes())('Node $version', ({ binary }) => {
  const report = async (args: readonly string[], env: Record<string, string>): Promise<Report & { says: string }> => {
    const run = await runApp({ node: binary, args: [...args, 'test/e2e/apps/report-patches.cjs'], env });
    return { ...(JSON.parse(run.stdout) as Report), says: run.stderr };
  };

  it.each(switches.flatMap((env) => doors.map((door) => ({ ...door, env }))))(
    'leaves a process alone by $env and $door',
    async ({ args, env, bare }) => {
      expect(await report(args, env)).toEqual({
        ...(await report(bare, {})),
        loaded: ['preload.js', 'register.js'],
        says: '',
      });
    },
  );

  it.each([{ OTEL_SDK_DISABLED: 'false' }, { OTEL_SDK_DISABLED: '1' }, { AWS_XRAY_SDK_DISABLED: '' }])(
    'traces by %o',
    async (env) => {
      const { report: patches, loaded } = await report(['--require', './register'], env);

      expect(patches).toMatchObject({ serverEmit: false });
      expect(loaded).toContain('distro.js');
    },
  );
});
