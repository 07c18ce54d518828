import { diag, type LoggerProvider, type MeterProvider, type TracerProvider } from '@opentelemetry/api';
import {
  type Instrumentation,
  InstrumentationBase,
  type InstrumentationModuleDefinition,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';

/** An instrumentation that is not loaded yet. */
export interface DeferredParts {
  /** Its instrumentation scope. */
  readonly name: string;
  readonly version: string;
  /** All modules that it hooks; none of them lies within another. */
  readonly modules: readonly string[];
  /** Loads and makes it, enabled. Called once. */
  readonly make: () => Instrumentation;
}

/**
 * Stands in for an instrumentation until the application loads the first file of its modules. Only then is the real one
 * loaded, shown that very file, and left to its own hooks for all that follow. What a service does not use costs it no
 * more than the names of its modules.
 */
export function deferInstrumentation(parts: DeferredParts): Instrumentation {
  return new DeferredInstrumentation(parts);
}

type OnRequire = (
  definition: InstrumentationModuleDefinition,
  exported: unknown,
  name: string,
  dir?: string,
) => unknown;

/** What the base class does with a module that was loaded; its types do not tell it. */
interface Hooking extends Instrumentation {
  readonly _modules: readonly InstrumentationModuleDefinition[];
  readonly _onRequire: OnRequire;
}

interface DeferredConfig {
  readonly enabled?: boolean;
  readonly modules: readonly string[];
}

class DeferredInstrumentation extends InstrumentationBase<DeferredConfig> {
  readonly #providers: { tracer?: TracerProvider; meter?: MeterProvider; logger?: LoggerProvider } = {};
  #make: (() => Instrumentation) | undefined;
  #real: Hooking | undefined;

  constructor({ name, version, modules, make }: DeferredParts) {
    // Enabling hooks the modules, so it waits until the fields are there.
    super(name, version, { modules, enabled: false });
    this.#make = make;
    const onRequire: OnRequire = (...args) => this.#meet(...args);
    Object.assign(this, { _onRequire: onRequire });
    this.setConfig({ modules, enabled: true });
    this.enable();
  }

  protected override init(): InstrumentationModuleDefinition[] {
    // Called by the base class's constructor, when there are no fields yet.
    return this.getConfig().modules.map((name) => new InstrumentationNodeModuleDefinition(name, ['*']));
  }

  /** Called for each file of a hooked module, after `require` or `import` has loaded it. */
  #meet(definition: InstrumentationModuleDefinition, exported: unknown, name: string, dir?: string): unknown {
    if (this.#make === undefined || !this.isEnabled()) return exported;
    const real = this.#load(this.#make);
    this.#make = undefined;
    // The hooks that the real one has just set will see every file but this one.
    const own = real?._modules.filter((other) => other.name === definition.name) ?? [];
    return own.reduce((patched, other) => real?._onRequire(other, patched, name, dir), exported);
  }

  #load(make: () => Instrumentation): Hooking | undefined {
    try {
      const real = make();
      const { tracer, meter, logger } = this.#providers;
      if (tracer !== undefined) real.setTracerProvider(tracer);
      if (meter !== undefined) real.setMeterProvider(meter);
      if (logger !== undefined) real.setLoggerProvider?.(logger);
      this.#real = real as Hooking;
      return this.#real;
    } catch (error) {
      diag.warn(
        `The instrumentation "${this.instrumentationName}" could not be set up: ${String(error)}. It is left out.`,
      );
      return undefined;
    }
  }

  override enable(): void {
    super.enable();
    this.#real?.enable();
  }

  override disable(): void {
    super.disable();
    this.#real?.disable();
  }

  override setTracerProvider(provider: TracerProvider): void {
    this.#providers.tracer = provider;
    this.#real?.setTracerProvider(provider);
  }

  override setMeterProvider(provider: MeterProvider): void {
    this.#providers.meter = provider;
    this.#real?.setMeterProvider(provider);
  }

  override setLoggerProvider(provider: LoggerProvider): void {
    this.#providers.logger = provider;
    this.#real?.setLoggerProvider?.(provider);
  }
}
