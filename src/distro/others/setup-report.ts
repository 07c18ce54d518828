import { diag } from '@opentelemetry/api';
import { describeMeeting, type Tracer } from './tracers.ts';

/** Tells what the application sets up beside otel-xray: each set-up in one line, however many parts it has. */
export interface SetupReport {
  /** Another tracer was loaded. */
  addTracer(tracer: Tracer): void;
  /** An instrumentation of the application is not enabled, since ours makes its spans. */
  addInstrumentation(name: string): void;
  /** Another SDK could not register. */
  addSdk(): void;
}

/** A report that waits for the end of the tick, by which a set-up is whole, and says nothing about parts of a tracer. */
export function createSetupReport(): SetupReport {
  const instrumentations = new Set<string>();
  let isSecondSdk = false;
  let isScheduled = false;
  let isWholeTold = false;
  const say = (): void => {
    isScheduled = false;
    if (isWholeTold) return;
    if (isSecondSdk) diag.warn(SECOND_SDK);
    else diag.warn(describeInstrumentations([...instrumentations]));
    instrumentations.clear();
    isSecondSdk = false;
  };
  const schedule = (): void => {
    if (!isScheduled) queueMicrotask(say);
    isScheduled = true;
  };
  return {
    addTracer(tracer) {
      isWholeTold ||= tracer.isSdk === true;
      diag.warn(describeMeeting(tracer));
    },
    addInstrumentation(name) {
      instrumentations.add(name);
      schedule();
    },
    addSdk() {
      isSecondSdk = true;
      schedule();
    },
  };
}

const SECOND_SDK =
  'OpenTelemetry was set up a second time in this process, as by NodeSDK.start() or register(); otel-xray goes on recording and the other SDK gets no spans. Take its set-up out, or start without otel-xray.';

function describeInstrumentations(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`).join(', ');
  const shortNames = names.map((name) => name.replace(/^.*instrumentation-/, '')).join(',');
  const isOne = names.length === 1;
  return `${quoted} ${isOne ? 'was' : 'were'} set up by the application too; otel-xray's own ${isOne ? 'records in its' : 'record in their'} place, so that no span is doubled. "OTEL_NODE_DISABLED_INSTRUMENTATIONS=${shortNames}" leaves ${isOne ? 'it' : 'them'} to the application.`;
}
