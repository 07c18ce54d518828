import type { Exception, Span } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { quietly } from './quietly.ts';
import { stackWithCauses } from './stack-with-causes.ts';

type RecordException = Span['recordException'];

const taught = new WeakSet<object>();

/**
 * A span processor with which every span of the SDK records an error together with its causes, whoever records it:
 * instrumentations, our helpers or the application. Upstream keeps the stack of the error alone, and with it of an
 * `Error('order failed', { cause })` nothing that tells why. It exports nothing.
 */
export function createCauseProcessor(): SpanProcessor {
  return {
    onStart: teachCauses,
    onEnd: () => {},
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** Spans share one class, so this happens with the first of them only. */
function teachCauses(span: Span): void {
  const prototype = Object.getPrototypeOf(span) as { recordException: RecordException } | null;
  if (prototype === null || taught.has(prototype)) return;
  taught.add(prototype);
  if (!Object.hasOwn(prototype, 'recordException')) return;
  const { recordException } = prototype;
  prototype.recordException = function recordWithCauses(this: Span, exception, time) {
    return recordException.call(this, withCauses(exception), time);
  };
}

function withCauses(exception: Exception): Exception {
  if (typeof exception !== 'object' || exception === null) return exception;
  let described: Exception = exception;
  quietly('recordException', () => {
    const stack = stackWithCauses(exception);
    if (stack === undefined || stack === exception.stack) return;
    const { code, name, message } = exception;
    described = {
      stack,
      ...(name !== undefined && { name }),
      ...(message !== undefined && { message }),
      ...(code !== undefined && { code }),
    } as Exception;
  });
  return described;
}
