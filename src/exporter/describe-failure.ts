const LONGEST_REASON = 200;

/** grpc-js ends its messages with a heading under which there is often nothing. */
const EMPTY_NOTE = /\.? Resolution note: ?$/;

/**
 * One line, at most 200 characters, that says why an export failed: the message of the error, else its code,
 * else what it was. Never throws.
 */
export function describeFailure(error: unknown): string {
  try {
    const line = readReason(error).replace(/\s+/g, ' ').replace(EMPTY_NOTE, '').trim();
    return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON - 1)}…` : line;
  } catch {
    // An error object with throwing getters tells nothing; the count is still reported.
    return 'unknown error';
  }
}

function readReason(error: unknown): string {
  if (typeof error === 'string' && error !== '') return error;
  if (typeof error !== 'object' || error === null) return 'unknown error';
  const { message, code, errors } = error as { message?: unknown; code?: unknown; errors?: unknown };
  if (typeof message === 'string' && message !== '') return message;
  // A refused connection to a name with several addresses is an AggregateError without a message.
  if (Array.isArray(errors) && errors.length > 0) return readReason(errors[0]);
  if (typeof code === 'string' || typeof code === 'number') return String(code);
  return error instanceof Error ? error.name : 'unknown error';
}
