import { recordingSpan } from './active-span.ts';
import { addException } from './record-failure.ts';

/**
 * Records an exception, with its stack, on the active segment or subsegment. It alone makes neither an error nor a
 * fault, since a handled exception is none; call `markFault` or `markError` for that. Anything that can be thrown is
 * taken.
 *
 * @throws Error without a segment under `RUNTIME_ERROR`; never otherwise.
 *
 * @example
 * try {
 *   return await fromCache(key);
 * } catch (error) {
 *   recordException(error);
 *   return await fromDatabase(key);
 * }
 */
export function recordException(error: unknown): void {
  const span = recordingSpan('recordException', 'The exception is left out.');
  if (span !== undefined) addException(span, error);
}
