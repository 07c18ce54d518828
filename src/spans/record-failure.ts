import { SpanStatusCode } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { quietly } from './quietly.ts';
import { safeJson } from './safe-json.ts';
import { stackWithCauses } from './stack-with-causes.ts';

const MAX_DESCRIPTION_BYTES = 8192;

/**
 * Writes what was thrown onto a span as an exception event: errors by name (or code), message, stack and causes,
 * anything else described as a message. Total.
 */
export function addException(span: Span, thrown: unknown): void {
  quietly('recordException', () => span.recordException(describeThrown(thrown)));
}

/**
 * Writes what was thrown onto a span as an exception event and makes the span a failed one, which is a fault in
 * X-Ray. Total.
 */
export function recordFailure(span: Span, thrown: unknown): void {
  if (!span.isRecording()) return;
  const exception = describeThrown(thrown);
  quietly('capture', () => {
    span.recordException(exception);
    span.setStatus({ code: SpanStatusCode.ERROR, message: exception.message });
  });
}

interface DescribedException {
  readonly message: string;
  readonly name?: string;
  readonly stack?: string;
  readonly code?: string | number;
}

/** Reads each field once and keeps only text: the SDK would call methods of whatever else it found there. */
function describeThrown(thrown: unknown): DescribedException {
  try {
    if (!isErrorLike(thrown)) return { message: describeValue(thrown) };
    const { code, message, name } = thrown;
    const stack = stackWithCauses(thrown);
    return {
      message: message === '' && !isText(name) ? '(no message)' : message,
      ...(isText(name) ? { name } : {}),
      ...(stack === undefined ? {} : { stack }),
      ...(isText(code) || typeof code === 'number' ? { code } : {}),
    };
  } catch {
    // A getter or proxy trap of the thrown object threw in turn.
    return { message: '(unreadable error)' };
  }
}

interface ErrorLike {
  readonly message: string;
  readonly name?: unknown;
  readonly code?: unknown;
}

function isErrorLike(thrown: unknown): thrown is ErrorLike {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function describeValue(thrown: unknown): string {
  switch (typeof thrown) {
    case 'string':
      return thrown === '' ? '(empty string)' : thrown;
    case 'object':
      return safeJson(thrown, MAX_DESCRIPTION_BYTES);
    case 'function':
      return `[function ${thrown.name}]`;
    case 'undefined':
      return 'undefined';
    default:
      return (thrown as symbol | number | bigint | boolean).toString();
  }
}
