import { context } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import { quietly } from './quietly.ts';
import { recordFailure } from './record-failure.ts';

/**
 * Runs a function with its span active and ends the span once when the work is over: at the return, or for a
 * promise when it settles. What the function returns or throws passes through.
 *
 * A promise comes back as the one that `then` gives for it, with the same value or reason: a handler attached to the
 * function's own promise would mark its rejection as handled, and a process that ought to die of an unhandled
 * rejection would live. A foreign thenable (a query builder, say) comes back as a native promise: its `then` may
 * start the work, so it is called exactly once.
 */
export function runInSpan<T>(span: Span, activeContext: Context, fn: (span: Span) => T): T {
  let result: T;
  try {
    result = context.with(activeContext, fn, undefined, span);
  } catch (error) {
    recordFailure(span, error);
    endOnce(span);
    throw error;
  }
  const then = thenMethod(result);
  if (then === undefined) {
    endOnce(span);
    return result;
  }
  return context.with(activeContext, () => endWhenSettled(span, result, then));
}

type Then = (onFulfilled: (value: unknown) => unknown, onRejected: (reason: unknown) => unknown) => unknown;

function endWhenSettled<T>(span: Span, result: T, then: Then): T {
  const onFulfilled = (value: unknown): unknown => {
    endOnce(span);
    return value;
  };
  const onRejected = (reason: unknown): never => {
    recordFailure(span, reason);
    endOnce(span);
    throw reason;
  };
  if (result instanceof Promise) return Reflect.apply(then, result, [onFulfilled, onRejected]) as T;
  const adopted = new Promise<unknown>((resolve, reject) => {
    Reflect.apply(then, result, [resolve, reject]);
  });
  return adopted.then(onFulfilled, onRejected) as T;
}

/** Reads `then` once, as `await` does; a getter that throws makes the value an ordinary one. */
function thenMethod(value: unknown): Then | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  try {
    const then: unknown = Reflect.get(value, 'then');
    return typeof then === 'function' ? (then as Then) : undefined;
  } catch {
    // Whoever awaits the value meets the same error; it is theirs.
    return undefined;
  }
}

/** The function may have ended its span itself. */
function endOnce(span: Span): void {
  if (span.isRecording()) quietly('capture', () => span.end());
}
