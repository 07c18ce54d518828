import { SpanStatusCode } from '@opentelemetry/api';
import { additive, type Row } from './row.ts';
import type { SpanDraft } from './span-draft.ts';

type Mark = 'throttle' | 'fault' | 'error';

const MARKS: readonly Mark[] = ['throttle', 'fault', 'error'];
const MARK_KEYS = MARKS.map((mark) => `aws.xray.${mark}`);
const STATUS_OF_MARK: Readonly<Record<Mark, number>> = { throttle: 429, fault: 500, error: 400 };

/**
 * Makes the flags those that the application marked (`markError`, `markFault`, `markThrottle`), and the displayed
 * status the real one, whichever of both was recorded first.
 */
export const marks: Row = additive(MARK_KEYS, (draft) => {
  const mark = markOf(draft);
  if (mark === undefined) return;
  const status = draft.get('http.response.status_code');
  const isMarkedByStatus = draft.get('http.status_code') !== undefined;
  const saysSo = outcomeOf(status, draft) === mark;
  if (isMarkedByStatus || !saysSo) draft.setFirst('http.status_code', STATUS_OF_MARK[mark]);
});

function markOf(draft: SpanDraft): Mark | undefined {
  return MARKS.find((mark) => draft.get(`aws.xray.${mark}`) === true);
}

/** The exporter's own rule, without a mark. */
function outcomeOf(status: unknown, draft: SpanDraft): Mark | 'ok' {
  if (status === 429) return 'throttle';
  if (typeof status === 'number' && status >= 400 && status < 500) return 'error';
  if (typeof status === 'number' && status >= 500 && status < 600) return 'fault';
  return draft.status.code === SpanStatusCode.ERROR ? 'fault' : 'ok';
}
