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
 * @param onKept is told the name of each that is not enabled
 */
export function keepFromDoubling(
  moduleExports: unknown,
  names: ReadonlySet<string>,
  onKept: (name: string) => void,
): void {
  const { InstrumentationBase } = moduleExports as { InstrumentationBase?: BaseClass };
  const prototype = InstrumentationBase?.prototype;
  if (typeof prototype?.enable !== 'function') return;
  const { enable } = prototype;
  prototype.enable = function () {
    const { instrumentationName } = this;
    if (typeof instrumentationName !== 'string' || !names.has(instrumentationName)) return enable.call(this);
    // What a subclass does after this, such as listening to channels, ends before anything can come of it.
    queueMicrotask(() => this.disable());
    onKept(instrumentationName);
  };
}
