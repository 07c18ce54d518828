import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { contradicting, type Row } from './row.ts';
import { type ErrorCause, rewriteStack } from './stack-text.ts';

/**
 * Rewrites the stacks of exceptions for the exporter's `javascript` parser (the resource says that language), and makes
 * an exception of each of their causes: of Node's own form and language the exporter shows no frame at all.
 */
export const stackFrames: Row = contradicting((draft) => {
  if (draft.events.some(hasStack)) draft.events = draft.events.flatMap(rewriteEvent);
});

function hasStack({ name, attributes }: TimedEvent): boolean {
  return name === 'exception' && typeof attributes?.['exception.stacktrace'] === 'string';
}

function rewriteEvent(event: TimedEvent): TimedEvent | TimedEvent[] {
  if (!hasStack(event)) return event;
  const rewritten = rewriteStack(String(event.attributes?.['exception.stacktrace']));
  if (rewritten === undefined) return event;
  const exception = { ...event, attributes: { ...event.attributes, 'exception.stacktrace': rewritten.stack } };
  return [exception, ...rewritten.causes.map((cause) => causeEvent(event, cause))];
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
