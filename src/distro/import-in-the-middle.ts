/**
 * Stands in for the package `import-in-the-middle` inside the bundle (the build aliases it to this file).
 *
 * Instrumentations create their ESM hooks when they are constructed, long before anyone knows whether the
 * application imports anything. Loading the real package costs 26 to 120 ms of CPU, so the hooks are only
 * noted here and handed to the real package when the first ES module is about to load.
 */

type HookFunction = (exported: unknown, name: string, baseDir?: string) => unknown;
interface HookOptions {
  readonly internals?: boolean;
}
interface RealHook {
  unhook(): void;
}
/** The constructor that the real package exports. */
export type RealHookConstructor = new (modules: string[], options: HookOptions, hook: HookFunction) => RealHook;

const hooks = new Set<Hook>();
let realHookConstructor: RealHookConstructor | undefined;

/** Same calls as import-in-the-middle's `Hook`; inert until {@link connectHooks} has run. */
export class Hook {
  readonly modules: string[];
  readonly #options: HookOptions;
  readonly #hook: HookFunction;
  #real: RealHook | undefined;

  constructor(modules: string[], options: HookOptions, hook: HookFunction) {
    this.modules = modules;
    this.#options = options;
    this.#hook = hook;
    hooks.add(this);
    if (realHookConstructor) this.connect(realHookConstructor);
  }

  /** Registers this hook with the real package. */
  connect(RealHook: RealHookConstructor): void {
    this.#real = new RealHook(this.modules, this.#options, this.#hook);
  }

  /** Ends the hook; modules imported later are left alone. */
  unhook(): void {
    hooks.delete(this);
    this.#real?.unhook();
  }
}

/** The names of all modules that some instrumentation wants to see, `http` as well as `@scope/name`. */
export function hookedModuleNames(): Set<string> {
  const names = new Set<string>();
  for (const hook of hooks) for (const name of hook.modules) names.add(name);
  return names;
}

/** Hands all hooks, present and future, to the real package. */
export function connectHooks(RealHook: RealHookConstructor): void {
  realHookConstructor = RealHook;
  for (const hook of hooks) hook.connect(RealHook);
}
