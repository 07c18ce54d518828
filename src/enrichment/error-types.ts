import type { Attributes } from '@opentelemetry/api';
import { contradicting, type Row } from './row.ts';

/** Leaves out `error.type` where the status or an exception says as much: most failed spans have it twice. */
export const errorTypes: Row = contradicting(['error.type'], (draft) => {
  const type = draft.get('error.type');
  if (type === undefined) return;
  const status = draft.get('http.response.status_code');
  const isSaid =
    (typeof status === 'number' && type === String(status)) ||
    draft.events.some(({ attributes }) => type === 'Error' || isSame(type, attributes));
  if (isSaid) draft.leaveOut('error.type');
});

/** Some instrumentations record the number that an error has for a code, others the name that its stack begins with. */
function isSame(type: unknown, attributes: Attributes = {}): boolean {
  const { 'exception.type': exceptionType, 'exception.stacktrace': stack } = attributes;
  if (type === exceptionType || (typeof type === 'number' && String(type) === exceptionType)) return true;
  return typeof type === 'string' && typeof stack === 'string' && stack.startsWith(`${type}: `);
}
