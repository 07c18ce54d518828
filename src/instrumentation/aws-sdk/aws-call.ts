import { type Context, createContextKey } from '@opentelemetry/api';

/** One `send` of AWS SDK v3, from the application's call to its result; known to everything that runs inside it. */
export interface AwsCall {
  readonly service: string;
  readonly operation: string;
  /** The context in which the application called. */
  readonly appContext: Context;
  /** False where no span is wanted and no header is due: tracing is suppressed, or credentials are looked up. */
  readonly isTraced: boolean;
  /** False where there is nothing to record: not traced, or under a parent that is not sampled and stands for it. */
  readonly isRecorded: boolean;
  /** The client's region, as its configuration tells it. */
  readonly region: (() => unknown) | undefined;
  hasSpan: boolean;
  /** Requests sent so far. */
  attempts: number;
  /** What the SDK came to, before upstream's instrumentation looked at it. */
  result: unknown;
}

const awsCallKey = createContextKey('otel-xray AWS SDK v3 call');

/** The context in which a call runs. */
export function setAwsCall(context: Context, call: AwsCall): Context {
  return context.setValue(awsCallKey, call);
}

/** The call that this code runs in, if any. */
export function getAwsCall(context: Context): AwsCall | undefined {
  return context.getValue(awsCallKey) as AwsCall | undefined;
}
