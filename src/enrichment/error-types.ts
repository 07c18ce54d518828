import { contradicting, type Row } from './row.ts';

/** Leaves out `error.type` where the status or an exception says as much: most failed spans have it twice. */
export const errorTypes: Row = contradicting((draft) => {
  const type = draft.get('error.type');
  if (type === undefined) return;
  const status = draft.get('http.response.status_code');
  const isSaid =
    (typeof status === 'number' && type === String(status)) ||
    draft.events.some(({ attributes }) => type === 'Error' || isSame(type, attributes?.['exception.type']));
  if (isSaid) draft.leaveOut('error.type');
});

/** Some instrumentations record the number that an error has for a code. */
function isSame(type: unknown, exceptionType: unknown): boolean {
  return type === exceptionType || (typeof type === 'number' && String(type) === exceptionType);
}
