import { describe, expect, it } from 'vitest';
import { testNodes } from '../../support/nodes.ts';
import { root, runApp } from '../../support/run-app.ts';
import { runTraced } from './run-traced.ts';

const app = 'test/e2e/others/apps/courtesy.cjs';

describe.each(testNodes())('Node $version', (node) => {
  describe.each(['3.x', '2.x'])('with a copy of OpenTelemetry %s of another library', (line) => {
    it('what suppresses tracing is not traced', async () => {
      const { traces } = await runTraced(node, root, [app, 'suppressTracing()', line]);
      expect(traces).toEqual(['app server GET 200']);
    });

    it('a route that it names is that of the request', async () => {
      const { traces } = await runTraced(node, root, [app, 'RPC metadata', line]);
      expect(traces).toEqual(['app client GET 200', '  app server GET /items/:id 200']);
    });

    it('baggage is passed on to the hosts that may have it', async () => {
      const { run } = await runTraced(node, root, [app, 'baggage', line], { OTEL_XRAY_PROPAGATE_TO: '127.0.0.1' });
      expect(run.stdout).toBe('tenant=blue blue\n');
    });
  });

  it("the application's own AsyncLocalStorage has what it has without tracing", async () => {
    const bare = await runApp({ node: node.binary, args: [app, 'AsyncLocalStorage'] });
    const { run } = await runTraced(node, root, [app, 'AsyncLocalStorage']);
    expect(run.stdout).toBe(bare.stdout);
    expect(JSON.parse(bare.stdout)).toHaveLength(10);
  });
});
