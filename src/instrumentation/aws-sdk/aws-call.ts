import { type Context, type Span, createContextKey } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { SmithyCommand } from './smithy-shapes.ts';

/** One traced `send` of AWS SDK v3, from the application's call to its result; known to everything that runs inside it. */
export interface AwsCall {
  readonly command: SmithyCommand;
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
  /** True once its span has started, where it has one, and its message carries the trace. */
  hasBegun: boolean;
  /** The context whose span the headers and messages name as parent. */
  carried: Context;
  /** Absent while there is none, and where it records nothing. */
  span: Span | undefined;
  /** When the span began, by the process's monotonic clock. */
  startTimeMillis: number;
  /** Requests sent so far. */
  attempts: number;
  /** The parameters. */
  input: unknown;
}

const awsCallKey = createContextKey('otel-xray AWS SDK v3 call');

/** The call that this code runs in, if any. */
export function getAwsCall(context: Context): AwsCall | undefined {
  return context.getValue(awsCallKey) as AwsCall | undefined;
}

/**
 * The context in which a call runs; undefined for one that is not traced.
 *
 * @param isSuppressed whether nothing that runs inside is traced
 */
export function createCallContext(outer: Context, call: AwsCall | undefined, isSuppressed: boolean): Context {
  return new CallContext(outer, call, isSuppressed);
}

/** The key by which `suppressTracing` marks a context; it is not told otherwise. */
const suppressionKey = ((): symbol | undefined => {
  let key: symbol | undefined;
  const probe: Context = {
    getValue: () => undefined,
    setValue: (asked) => {
      key = asked;
      return probe;
    },
    deleteValue: () => probe,
  };
  suppressTracing(probe);
  return key;
})();

/** One object where the API's own contexts copy all that they hold for each value. */
class CallContext implements Context {
  readonly #outer: Context;
  readonly #call: AwsCall | undefined;
  readonly #isSuppressed: boolean;

  constructor(outer: Context, call: AwsCall | undefined, isSuppressed: boolean) {
    this.#outer = outer;
    this.#call = call;
    this.#isSuppressed = isSuppressed;
  }

  getValue(key: symbol): unknown {
    if (key === awsCallKey) return this.#call;
    if (this.#isSuppressed && key === suppressionKey) return true;
    return this.#outer.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#plain().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#plain().deleteValue(key);
  }

  #plain(): Context {
    const known = this.#outer.setValue(awsCallKey, this.#call);
    return this.#isSuppressed ? suppressTracing(known) : known;
  }
}
