import { TraceFlags } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';

/** A span processor that acts once. */
export interface FirstSpanProcessor extends SpanProcessor {
  /** Runs `act` when the next span has ended that is to be delivered, within its request. `act` must not throw. */
  onFirstSpan(act: () => void): void;
}

/** Makes a processor that exports nothing and waits for a first span. */
export function createFirstSpanProcessor(): FirstSpanProcessor {
  let waiting: (() => void) | undefined;
  return {
    onFirstSpan(act) {
      waiting = act;
    },
    onStart: () => {},
    onEnd(span) {
      if (waiting === undefined || (span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
      const act = waiting;
      waiting = undefined;
      act();
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
