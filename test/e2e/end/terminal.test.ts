import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { testNodes } from '../../support/nodes.ts';
import { closedUrl } from '../../support/record-exports.ts';
import { runApp } from '../../support/run-app.ts';
import { preload, settings } from './run-end.ts';

/** Gives a command a terminal; util-linux has it. */
const canHaveTerminal =
  spawnSync('script', ['--version']).status === 0 && spawnSync('stty', ['--version']).status === 0;

describe.skipIf(!canHaveTerminal).each(testNodes())(
  'Node $version, in a terminal (needs script and stty)',
  ({ binary }) => {
    it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('%s leaves the terminal as without tracing', async (signal) => {
      const after = async (flags: readonly string[], env: Record<string, string>): Promise<string | undefined> => {
        const command = [binary, ...flags, 'test/e2e/end/apps/raw.cjs', signal].join(' ');
        const { stdout } = await runApp({ node: 'script', args: ['-qec', `${command}; stty -a`, '/dev/null'], env });
        return /-?\bicanon\b/.exec(stdout)?.[0];
      };
      const bare = await after([], {});
      expect(bare).toBe(signal === 'SIGHUP' ? '-icanon' : 'icanon');
      const env = { ...settings, OTEL_LOG_LEVEL: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: await closedUrl() };
      expect(await after(preload, env)).toBe(bare);
    });
  },
);
