import { type Span, trace } from '@opentelemetry/api';
import { localRoot, recordFailure } from '../../spans/index.ts';

/** What a crash leaves open. */
export interface CrashWatch {
  /** Ends the local root in which the last uncaught exception was thrown, if it is still open, as a fault with it. */
  endOpenRoot(): void;
}

/**
 * Remembers the last exception that nothing caught, and where it was thrown. `uncaughtExceptionMonitor` is told of it
 * without a say in what happens next: the application may handle it and go on.
 */
export function watchCrashes(): CrashWatch {
  let crash: { readonly root: Span; readonly error: unknown } | undefined;
  process.on('uncaughtExceptionMonitor', (error: unknown) => {
    const span = trace.getActiveSpan();
    crash = span && { root: localRoot(span), error };
  });
  return {
    endOpenRoot() {
      if (crash?.root.isRecording() !== true) return;
      recordFailure(crash.root, crash.error);
      crash.root.end();
    },
  };
}
