import { type Context, diag } from '@opentelemetry/api';
import { EventEmitter } from 'node:events';
import { isRecord } from './is-record.ts';
import { runListenersIn } from './listeners-in-context.ts';

/**
 * A body streams in after the call, in the context of the HTTP request, where tracing is suppressed; what
 * the application does while it reads belongs to the application's context.
 */
export function giveStreamsContext(output: unknown, appContext: Context): void {
  if (!isRecord(output)) return;
  try {
    for (const name in output) {
      const value = output[name];
      if (value instanceof EventEmitter) runListenersIn(appContext, value);
    }
  } catch (error) {
    diag.debug('A response stream could not be given its context.', error);
  }
}
