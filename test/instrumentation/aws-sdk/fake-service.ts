import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import { createRequire } from 'node:module';

interface Stack {
  concat(other: Stack): Stack;
  resolve(handler: unknown, context: object): (command: unknown) => Promise<unknown>;
}
interface AnyClient {
  readonly middlewareStack: Stack;
  send(command: unknown): Promise<unknown>;
}

/** A service of AWS that answers in this process, through the SDK's own client and middleware. */
export interface FakeService {
  /** Calls the operation; the service answers `answer`, or fails with it where it is an error. */
  send(operation: string, input: unknown, answer: object): Promise<Record<string, unknown>>;
}

/**
 * Makes a service of which no client is installed. The instrumentation has to be on before the first.
 *
 * @param serviceId with spaces, such as `Bedrock Runtime`
 */
export function createFakeService(serviceId: string): FakeService {
  const { DynamoDBClient } = createRequire(import.meta.url)('@aws-sdk/client-dynamodb') as typeof DynamoDb;
  /** What every client of SDK v3 extends. */
  const Client = Object.getPrototypeOf(DynamoDBClient) as new (config: object) => AnyClient;
  return {
    send: async (operation, input, answer) => {
      const handler = (args: { input: unknown }): Promise<unknown> =>
        answer instanceof Error
          ? Promise.reject(answer)
          : Promise.resolve({ output: { $metadata: {}, sent: args.input, ...answer } });
      const { middlewareStack } = new Client({});
      const context = {
        clientName: `${serviceId.replace(' ', '')}Client`,
        commandName: `${operation}Command`,
      };
      const command = {
        middlewareStack,
        input,
        resolveMiddleware: (clientStack: Stack) => clientStack.concat(middlewareStack).resolve(handler, context),
      };
      return (await new Client({ serviceId }).send(command)) as Record<string, unknown>;
    },
  };
}
