import { isRecord } from './is-record.ts';

/** As much of AWS SDK v3's clients, commands and middleware as this room touches. */
export interface SmithyClient {
  readonly config?: unknown;
}

/** `Client.prototype.send` of AWS SDK v3: options and callback are optional. */
export type Send = (this: SmithyClient, command: unknown, ...rest: unknown[]) => unknown;

/** A command with its own middleware stack, as every generated command has. */
export interface SmithyCommand extends Record<string, unknown> {
  readonly input: unknown;
  readonly middlewareStack: MiddlewareStack;
}

/** What middleware is called with: `input` in every step, `request` from serialisation on. */
export interface MiddlewareArguments {
  readonly input?: unknown;
  readonly request?: unknown;
}

/** The next step of a call. */
export type Handler = (args: MiddlewareArguments) => Promise<unknown>;

/** What the SDK tells a middleware of the call's class: `DynamoDBClient`, `GetItemCommand`. */
export interface ExecutionContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

/** The SDK's own way to take part in a call. */
export type Middleware = (next: Handler, executionContext: ExecutionContext) => Handler;

/** https://github.com/smithy-lang/smithy-typescript/blob/main/packages/types/src/middleware.ts */
export interface MiddlewareStack {
  add(middleware: Middleware, options: MiddlewareOptions): void;
}

/** Where a middleware stands among the others; `override` makes adding it twice harmless. */
export interface MiddlewareOptions {
  readonly name: string;
  readonly step: 'initialize' | 'deserialize';
  readonly priority: 'high' | 'low';
  readonly override: true;
}

/** True for what `Client.send` takes; anything else is the SDK's to refuse. */
export function isSmithyCommand(command: unknown): command is SmithyCommand {
  if (!isRecord(command)) return false;
  const stack = command['middlewareStack'];
  return isRecord(stack) && typeof stack['add'] === 'function' && typeof command['resolveMiddleware'] === 'function';
}

/** The service id without spaces: `SecretsManager`. */
export function serviceOf(client: SmithyClient): string {
  const serviceId = isRecord(client.config) ? client.config['serviceId'] : undefined;
  if (typeof serviceId !== 'string') return '';
  return serviceId.includes(' ') ? serviceId.replace(/\s+/g, '') : serviceId;
}

/** The operation, such as `SendMessage`, by the command's class. */
export function operationOf(command: SmithyCommand): string {
  return toldOperations.get(command.constructor) ?? withoutSuffix(command.constructor.name);
}

/** True where the SDK itself has told the operation: a bundler may have renamed the class. */
export function isOperationTold(command: SmithyCommand): boolean {
  return toldOperations.has(command.constructor);
}

/** Remembers the operation that the SDK has told of a command's class. */
export function rememberOperation(command: SmithyCommand, operation: string): void {
  if (command.constructor !== Object) toldOperations.set(command.constructor, operation);
}

const toldOperations = new WeakMap<object, string>();

/** `GetItem` of `GetItemCommand`. */
export function withoutSuffix(commandName: string): string {
  return commandName.endsWith('Command') ? commandName.slice(0, -'Command'.length) : commandName;
}
