import { diag } from '@opentelemetry/api';

/** What is known of an instrumentation of the application, of whatever version of its base class. */
interface ForeignInstrumentation {
  readonly instrumentationName?: unknown;
  disable(): void;
}
interface BaseClass {
  readonly prototype: { enable: (this: ForeignInstrumentation) => void };
}

/**
 * Keeps instrumentations of the application from being enabled where ours make the same spans: by `new`, by
 * `registerInstrumentations()` and by an SDK of its own. All others work, with our provider.
 *
 * @param moduleExports of a copy of `@opentelemetry/instrumentation`
 * @param names of the instrumentations that would make spans twice
 */
export function keepFromDoubling(moduleExports: unknown, names: ReadonlySet<string>): void {
  const { InstrumentationBase } = moduleExports as { InstrumentationBase?: BaseClass };
  const prototype = InstrumentationBase?.prototype;
  if (typeof prototype?.enable !== 'function') return;
  const { enable } = prototype;
  prototype.enable = function () {
    const { instrumentationName } = this;
    if (typeof instrumentationName !== 'string' || !names.has(instrumentationName)) return enable.call(this);
    // What a subclass does after this, such as listening to channels, ends before anything can come of it.
    queueMicrotask(() => this.disable());
    const name = instrumentationName.replace(/^.*instrumentation-/, '');
    diag.warn(
      `"${instrumentationName}" was set up by the application too; otel-xray's own records in its place, so that no span is doubled. "OTEL_NODE_DISABLED_INSTRUMENTATIONS=${name}" leaves it to the application.`,
    );
  };
}
