import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { protective, type Row } from './row.ts';
import { DATABASE_SYSTEM_KEYS, databaseSystemOf, hasSqlLiterals } from './sql-systems.ts';

const TEXTS = ['exception.message', 'exception.stacktrace'] as const;
/** `Duplicate entry 'alice@example.com' for key …`. */
const SINGLE_QUOTED = /'(?:[^']|'')*'/g;
/** `invalid input syntax for type integer: "abc"`; names stand without a colon. */
const TOLD_VALUE = /: "[^"]*"/g;

/** Databases quote the statement's literals in their errors: they are taken out there as well. */
export const sqlErrors: Row = protective(DATABASE_SYSTEM_KEYS, (draft) => {
  if (!hasSqlLiterals(databaseSystemOf(draft))) return;
  const { message } = draft.status;
  if (typeof message === 'string') draft.status = { ...draft.status, message: withoutLiterals(message) };
  if (draft.events.length > 0) draft.events = draft.events.map(cleanEvent);
});

function cleanEvent(event: TimedEvent): TimedEvent {
  if (event.name !== 'exception' || event.attributes === undefined) return event;
  const attributes = { ...event.attributes };
  for (const key of TEXTS) {
    const text = attributes[key];
    if (typeof text === 'string') attributes[key] = withoutLiterals(text);
  }
  return { ...event, attributes };
}

function withoutLiterals(text: string): string {
  return text.replace(SINGLE_QUOTED, '?').replace(TOLD_VALUE, ': ?');
}
