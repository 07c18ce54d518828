import { beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkInstrumentation } from '../../../src/instrumentation/aws-sdk/index.ts';
import { createFakeService } from './fake-service.ts';
import { startTracing } from './tracing.ts';

const tracing = startTracing([createAwsSdkInstrumentation()]);
const bedrock = createFakeService('Bedrock Runtime');
const png = new Uint8Array([137, 80, 78, 71]);

beforeEach(() => tracing.reset());

describe('a call whose content is not understood', () => {
  test('reaches the service with the caller’s own input, and is a span', async () => {
    const input = { modelId: 'm', body: new Uint8Array([1, 2]) };
    const body = new TextEncoder().encode('{}');
    const { sent, ...output } = await bedrock.send('InvokeModel', input, { body });
    expect(sent).toBe(input);
    expect(output).toMatchObject({ body });
    expect(tracing.spans().map(({ attributes }) => attributes['rpc.service'])).toEqual(['BedrockRuntime']);
  });

  test('succeeds where the service succeeded', async () => {
    const input = { modelId: 'stability.stable-diffusion', body: '{}' };
    expect(await bedrock.send('InvokeModel', input, { body: png })).toMatchObject({ body: png });
  });

  test('is a span where reading its input throws', async () => {
    const input = Object.defineProperty({}, 'modelId', {
      get: () => {
        throw new Error('mine');
      },
    });
    await bedrock.send('Converse', input, {});
    expect(tracing.spans().map(({ name }) => name)).toEqual(['BedrockRuntime.Converse']);
  });
});
