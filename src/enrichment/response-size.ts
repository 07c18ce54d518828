import { additive, type Row } from './row.ts';
import type { SpanDraft } from './span-draft.ts';

/** Where the size of a response may stand: stable, old, and as a captured header. */
const SIZES = [
  'http.response.body.size',
  'http.response.size',
  'http.response_content_length',
  'http.response.header.content-length',
] as const;

/**
 * Gives the exporter the size of a response, which it reads from a received message and from no attribute of the HTTP
 * conventions. An event says it as well as attributes do, and leaves nothing in the metadata.
 */
export const responseSizes: Row = additive(SIZES, (draft) => {
  const size = responseBytes(draft);
  if (size === undefined || draft.get('message.type') !== undefined) return;
  const message = {
    name: 'message',
    time: draft.endTime,
    attributes: { 'message.type': 'RECEIVED', 'messaging.message_payload_size_bytes': size },
  };
  draft.events = [...draft.events, message];
});

function responseBytes(draft: SpanDraft): number | undefined {
  for (const key of SIZES) {
    const value = draft.get(key);
    const size = value === undefined ? 0 : toSize(Array.isArray(value) ? value[0] : value);
    if (Number.isSafeInteger(size) && size > 0) return size;
  }
  return undefined;
}

/** Captured headers are text. */
function toSize(value: unknown): number {
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
}
