import { type Context, createContextKey } from '@opentelemetry/api';
import type { UpstreamView } from './upstream-view.ts';

/** One `send` of AWS SDK v3, from the application's call to its result; known to everything that runs inside it. */
export interface AwsCall {
  readonly service: string;
  readonly operation: string;
  /** The caller's own parameters. */
  readonly input: unknown;
  /** What upstream's instrumentation got instead, if anything. */
  view: UpstreamView | undefined;
  /** The context in which the application called. */
  readonly appContext: Context;
  /** False where no span is wanted and no header is due: tracing is suppressed, or credentials are looked up. */
  readonly isTraced: boolean;
  /** The region of a client that upstream cannot see behind, such as DynamoDB's document client. */
  readonly region: (() => unknown) | undefined;
  hasSpan: boolean;
  /** Whether the SDK's own handling began. */
  hasBegun: boolean;
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
