import { type Context, type Span, createContextKey } from '@opentelemetry/api';

/** One traced `send` of AWS SDK v3, from the application's call to its result; known to everything that runs inside it. */
export interface AwsCall {
  /** The service id without spaces, such as `SecretsManager`. */
  readonly service: string;
  /** The operation, such as `GetItem`: by the command's class, until the SDK itself has told. */
  operation: string;
  /** The context in which the application called. */
  readonly appContext: Context;
  /** False under a parent that is not sampled: there is nothing to decide and nothing to record. */
  readonly isRecordable: boolean;
  /** The client's region, as its configuration tells it. */
  readonly region: unknown;
  /** True from the SDK's first step on. */
  hasBegun: boolean;
  /** The context whose span the headers and messages name as parent. */
  carried: Context;
  /** Absent while there is none, and where it records nothing. */
  span: Span | undefined;
  /** When the span began, by the process's monotonic clock. */
  startTimeMillis: number;
  /** Requests sent so far. */
  attempts: number;
  /** The parameters as the SDK's first step saw them. */
  input: unknown;
}

const awsCallKey = createContextKey('otel-xray AWS SDK v3 call');

/** The context in which a call runs; undefined for one that is not traced. */
export function setAwsCall(context: Context, call: AwsCall | undefined): Context {
  return context.setValue(awsCallKey, call);
}

/** The call that this code runs in, if any. */
export function getAwsCall(context: Context): AwsCall | undefined {
  return context.getValue(awsCallKey) as AwsCall | undefined;
}
