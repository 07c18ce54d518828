import type { CauseBlock, ExceptionBlock } from '../xray/segment-document.ts';
import { makeExceptions } from './exceptions.ts';
import { makeHttpFailure } from './http-failure.ts';
import { isAwsCall } from './name.ts';
import { readText, unlessEmpty } from './read-attribute.ts';
import type { SpanRecord, SpanRecordEvent } from './span.ts';

/** The attribute that stands in for the message of an error status. */
export const STATUS_TEXT = 'http.status_text';

/**
 * What went wrong, whatever the span's status: the exceptions among its events and, on AWS calls, the failed attempts.
 * Without any, the message of an error status. `newId` gives the exceptions their ids.
 */
export function makeCause(span: SpanRecord, newId: () => string): CauseBlock | undefined {
  if (span.events.length === 0 && span.status.code !== 'error') return undefined;
  const failures = listFailures(span);
  if (failures.length > 0) return makeBlock(failures.flatMap((event) => describe(span, event, newId)));
  if (span.status.code !== 'error') return undefined;
  const message = unlessEmpty(span.status.message) ?? readText(span.attributes, STATUS_TEXT);
  return message === '' ? undefined : makeBlock([{ id: newId(), message, type: '' }]);
}

/** Whether {@link STATUS_TEXT} is used up: where the status says what went wrong. */
export function usesStatusText(span: SpanRecord): boolean {
  return span.status.code === 'error' && listFailures(span).length === 0;
}

function listFailures(span: SpanRecord): readonly SpanRecordEvent[] {
  return span.events.filter((event) => isException(event) || isFailedAttempt(span, event));
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
