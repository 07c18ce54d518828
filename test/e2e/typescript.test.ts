import { describe, expect, it } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { isAtLeast, testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { foreignLines, serveOne } from '../support/run-app.ts';

const nodes = testNodes().filter(({ version }) => isAtLeast(version, 22, 15));

describe.each(nodes)('Node $version', ({ version, binary }) => {
  // Before 22.18 only by the flag; some versions warn of it.
  const stripTypes = isAtLeast(version, 22, 18) ? [] : ['--experimental-strip-types'];

  it.each(['typed.ts', 'typed.mts', 'typed.cts'])('traces %s without a build', async (app) => {
    await using receiver = await startReceiver();
    const { run, answer } = await serveOne(
      {
        node: binary,
        args: [
          '--disable-warning=ExperimentalWarning',
          ...stripTypes,
          '--require',
          './register',
          `test/e2e/apps/${app}`,
        ],
        env: { ...receiver.env, OTEL_SERVICE_NAME: 'typed' },
      },
      '/',
    );

    expect({ answer: answer.body, code: run.code, says: foreignLines(run.stderr) }).toEqual({
      answer: 'typed',
      code: 0,
      says: [],
    });
    expect(drawTrace(receiver.spans())).toEqual(['typed server GET 200']);
  });
});
