import { describe, expect, it } from 'vitest';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { foreignLines, serveOne } from '../support/run-app.ts';

const rootId = '1-5759e988-bd862e3fe1be46a994272793';

describe.each(testNodes())('Node $version', ({ binary }) => {
  it.each(['pino.cjs', 'pino.mjs', 'winston.cjs', 'winston.mjs'])(
    'records of a request name its trace by %s',
    async (app) => {
      await using receiver = await startReceiver();
      const { run } = await serveOne(
        {
          node: binary,
          args: ['--require', './register', `test/e2e/apps/${app}`],
          env: { ...receiver.env, OTEL_SERVICE_NAME: 'logs' },
        },
        '/',
        { 'x-amzn-trace-id': `Root=${rootId}` },
      );
      const lines = run.stdout.trim().split('\n');
      const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const find = (text: string): unknown => records.find(({ msg, message }) => (msg ?? message) === text);

      expect({ code: run.code, says: foreignLines(run.stderr) }).toEqual({ code: 0, says: [] });
      expect(find('inside')).toMatchObject({ order: 7, trace_id: rootId, span_id: receiver.spans()[0]?.spanId });
      expect(find('outside')).not.toHaveProperty('trace_id');
      expect(records).toHaveLength(3);
    },
  );
});
