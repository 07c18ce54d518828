import { contradicting, type Row } from './row.ts';

/** Leaves out `error.type` where the status or an exception says the same: most failed spans have it twice. */
export const errorTypes: Row = contradicting((draft) => {
  const type = draft.get('error.type');
  if (type === undefined) return;
  const status = draft.get('http.response.status_code');
  const isSaid =
    draft.events.some(({ attributes }) => attributes?.['exception.type'] === type) ||
    (typeof status === 'number' && type === String(status));
  if (isSaid) draft.leaveOut('error.type');
});
