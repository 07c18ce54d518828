import type { CauseBlock, ExceptionBlock } from '../xray/segment-document.ts';
import { makeExceptions } from './exceptions.ts';
import { makeHttpFailure } from './http-failure.ts';
import { isAwsCall } from './name.ts';
import { readText, unlessEmpty } from './read-attribute.ts';
import { type Part, withoutUsed } from './remainder.ts';
import type { Attributes, SpanRecord, SpanRecordEvent } from './span.ts';

const STATUS_TEXT = 'http.status_text';

/**
 * What went wrong, whatever the span's status: the exceptions among its events and, on AWS calls, the failed attempts.
 * Without any, the message of an error status. `newId` gives the exceptions their ids.
 */
export function makeCause(span: SpanRecord, attributes: Attributes, newId: () => string): Part<CauseBlock | undefined> {
  const failures = span.events.filter((event) => isException(event) || isFailedAttempt(span, event));
  if (failures.length > 0) {
    return { part: makeBlock(failures.flatMap((event) => describe(span, event, newId))), rest: attributes };
  }
  if (span.status.code !== 'error') return { part: undefined, rest: attributes };
  const message = unlessEmpty(span.status.message) ?? readText(attributes, STATUS_TEXT);
  const part = message === '' ? undefined : makeBlock([{ id: newId(), message, type: '' }]);
  return { part, rest: withoutUsed(attributes, (key) => key === STATUS_TEXT) };
}

function isException({ name }: SpanRecordEvent): boolean {
  return name === 'exception';
}

function isFailedAttempt(span: SpanRecord, { name }: SpanRecordEvent): boolean {
  return name === 'HTTP request failure' && isAwsCall(span);
}

function describe(span: SpanRecord, event: SpanRecordEvent, newId: () => string): readonly ExceptionBlock[] {
  return isException(event) ? makeExceptions(span, event, newId) : makeHttpFailure(event, newId);
}

/** A block even without exceptions: an attempt that tells nothing still leaves an empty one. */
function makeBlock(exceptions: readonly ExceptionBlock[]): CauseBlock {
  return exceptions.length === 0 ? {} : { exceptions };
}
