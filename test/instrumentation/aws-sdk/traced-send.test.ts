import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import { createRequire } from 'node:module';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkInstrumentation } from '../../../src/instrumentation/aws-sdk/index.ts';
import { startTracing } from './tracing.ts';

const tracing = startTracing([createAwsSdkInstrumentation()]);
const require = createRequire(import.meta.url);

interface Stack {
  concat(other: Stack): Stack;
  resolve(handler: unknown, context: object): (command: unknown) => Promise<unknown>;
}
interface AnyClient {
  readonly middlewareStack: Stack;
  send(command: unknown): Promise<unknown>;
}
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb') as typeof DynamoDb;
/** What every client of SDK v3 extends. */
const Client = Object.getPrototypeOf(DynamoDBClient) as new (config: object) => AnyClient;

beforeEach(() => tracing.reset());

/** A command of Bedrock's that the "service" answers with `body`. */
class InvokeModelCommand {
  readonly middlewareStack = new Client({}).middlewareStack;
  readonly input: unknown;
  readonly answer: unknown;

  constructor(input: unknown, answer: unknown) {
    this.input = input;
    this.answer = answer;
  }

  resolveMiddleware(clientStack: Stack): unknown {
    const handler = (args: { input: unknown }) => Promise.resolve({ output: { sent: args.input, body: this.answer } });
    const context = { clientName: 'BedrockRuntimeClient', commandName: 'InvokeModelCommand' };
    return clientStack.concat(this.middlewareStack).resolve(handler, context);
  }
}

const bedrock = () => new Client({ serviceId: 'Bedrock Runtime' });
const png = new Uint8Array([137, 80, 78, 71]);

describe('a call that upstream cannot read', () => {
  test('reaches the service with the caller’s own input, and is a span', async () => {
    const input = { modelId: 'm', body: new Uint8Array([1, 2]) };
    const answer = new TextEncoder().encode('{}');
    expect(await bedrock().send(new InvokeModelCommand(input, answer))).toMatchObject({ sent: input, body: answer });
    expect(tracing.spans().map(({ attributes }) => attributes['rpc.service'])).toEqual(['BedrockRuntime']);
  });

  test('succeeds where the service succeeded', async () => {
    const input = { modelId: 'stability.stable-diffusion', body: '{}' };
    expect(await bedrock().send(new InvokeModelCommand(input, png))).toMatchObject({ body: png });
  });
});
