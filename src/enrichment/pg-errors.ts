import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { contradicting, type Row } from './row.ts';

/** What upstream's instrumentation of `pg` records instead of the error. */
const PLACEHOLDER = /^PostgreSQL error of type '(.*)' occurred \(code: (.*)\)$/;

/**
 * Shows what PostgreSQL said, by its code: `42P01: relation "orders" does not exist`. The instrumentation records a
 * placeholder as the exception and keeps the message in the status; literals in it go with the redaction.
 */
export const pgErrors: Row = contradicting('every span', (draft) => {
  const { message } = draft.status;
  if (typeof message !== 'string' || message === '' || !draft.events.some(isPlaceholder)) return;
  draft.events = draft.events.map((event) => (isPlaceholder(event) ? describe(event, message) : event));
});

function isPlaceholder(event: TimedEvent): boolean {
  return readPlaceholder(event) !== null;
}

function readPlaceholder({ name, attributes }: TimedEvent): RegExpExecArray | null {
  const message = attributes?.['exception.message'];
  return name === 'exception' && typeof message === 'string' ? PLACEHOLDER.exec(message) : null;
}

function describe(event: TimedEvent, message: string): TimedEvent {
  const [, name = '', code = ''] = readPlaceholder(event) ?? [];
  const type = code === 'UNKNOWN' ? name : code;
  return { ...event, attributes: { ...event.attributes, 'exception.type': type, 'exception.message': message } };
}
