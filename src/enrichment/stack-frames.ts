import path from 'node:path';
import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { contradicting, type Row } from './row.ts';
import { type ErrorCause, rewriteStack } from './stack-text.ts';

/** The folder of the bundle, in which this file lies too: our hooks stand between a framework and its handlers. */
const OWN_FOLDER = path.dirname(import.meta.filename) + path.sep;

/**
 * Rewrites the stacks of exceptions for the exporter's `javascript` parser (the resource says that language), and makes
 * an exception of each of their causes: of Node's own form and language the exporter shows no frame at all. Frames of
 * otel-xray itself are left out.
 */
export const stackFrames: Row = contradicting('every span', (draft) => {
  if (draft.events.some(hasStack)) draft.events = draft.events.flatMap(rewriteEvent);
});

function hasStack({ name, attributes }: TimedEvent): boolean {
  return name === 'exception' && typeof attributes?.['exception.stacktrace'] === 'string';
}

function rewriteEvent(event: TimedEvent): TimedEvent | TimedEvent[] {
  if (!hasStack(event)) return event;
  const stack = String(event.attributes?.['exception.stacktrace']);
  const rewritten = rewriteStack(stack, OWN_FOLDER);
  if (rewritten === undefined) return event;
  const attributes = { ...event.attributes, ...namedType(event, stack), 'exception.stacktrace': rewritten.stack };
  const exception = { ...event, attributes };
  return [exception, ...rewritten.causes.map((cause) => causeEvent(event, cause))];
}

/** The SDK prefers an error's code to its name, and the code of a `DOMException` is a number: 23 for a time-out. */
function namedType({ attributes }: TimedEvent, stack: string): { 'exception.type'?: string } {
  const type = attributes?.['exception.type'];
  if (typeof type !== 'string' || !/^\d+$/.test(type)) return {};
  const name = /^[A-Z][\w$]*/.exec(stack)?.[0];
  return name === undefined ? {} : { 'exception.type': name };
}

function causeEvent({ time }: TimedEvent, { type, message, stack }: ErrorCause): TimedEvent {
  return {
    name: 'exception',
    time,
    attributes: {
      ...(type !== '' && { 'exception.type': type }),
      'exception.message': message,
      ...(stack !== '' && { 'exception.stacktrace': stack }),
    },
  };
}
