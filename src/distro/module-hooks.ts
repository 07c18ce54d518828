import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { diag } from '@opentelemetry/api';
import { isMainThread } from '../config/main-thread.ts';
import { connectHooks, hookedModuleNames, type RealHookConstructor } from './import-in-the-middle.ts';
import { isEsModuleEntry } from './entry-format.ts';
import { type Tracer, tracersToMeet } from './others/tracers.ts';
import { supportsSyncHooks } from './sync-hooks-support.ts';

/**
 * Makes ES modules visible to the instrumentations, at the latest moment that is early enough.
 *
 * CommonJS needs nothing of this: `require` is hooked by the instrumentations themselves. Where Node has
 * `module.registerHooks`, a resolve hook of a few lines waits for the first `import` of a module that some
 * instrumentation wants, and only then loads import-in-the-middle. Elsewhere the decision falls now, by the entry file.
 *
 * @param onTracer is told of other tracers that are loaded, where Node has such a hook
 */
export function installModuleHooks(onTracer: (tracer: Tracer) => void): void {
  if (typeof nodeModule.registerHooks === 'function') waitForFirstImport(onTracer);
  else if (isEsModuleEntry(process.argv[1], process.execArgv)) registerLoaderThread(hookedModuleNames());
}

const requireFromHere = nodeModule.createRequire(import.meta.filename);

interface CreateHookModule {
  createHook: (meta: { url: string }) => ImportHook;
}
/** What `createHook` of import-in-the-middle 3.6 gives for synchronous use. */
interface ImportHook {
  applyOptions: (options: { shouldInclude: (url: string, specifier: string) => boolean }) => void;
  resolveSync: nodeModule.ResolveHookSync;
  loadSync: nodeModule.LoadHookSync;
}

function waitForFirstImport(onTracer: (tracer: Tracer) => void): void {
  const names = hookedModuleNames();
  let resolve: nodeModule.ResolveHookSync | undefined;
  let decided = false;
  nodeModule.registerHooks({
    resolve(specifier, context, nextResolve) {
      const tracer = tracersToMeet.get(specifier);
      if (tracer !== undefined && isMainThread && canResolve(() => nextResolve(specifier, context))) onTracer(tracer);
      if (resolve) return resolve(specifier, context, nextResolve);
      if (!decided && names.has(withoutScheme(specifier)) && isImport(context)) {
        decided = true;
        try {
          resolve = connect(names);
        } catch (error) {
          diag.warn(`ES modules cannot be hooked: ${String(error)}. Modules loaded by import are not traced.`);
        }
        if (resolve) return resolve(specifier, context, nextResolve);
      }
      return nextResolve(specifier, context);
    },
  });
}

/** What is not installed is told by Node to whoever asks for it. */
function canResolve(resolve: () => unknown): boolean {
  try {
    resolve();
    return true;
  } catch {
    return false;
  }
}

/** Node 22.15 gives the conditions as a Set, later versions as an array. */
function isImport({ conditions }: nodeModule.ResolveHookContext): boolean {
  return !new Set(conditions).has('require');
}

function withoutScheme(specifier: string): string {
  return specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
}

/** @returns the resolve hook to follow from now on; none where the loader thread has taken over */
function connect(names: ReadonlySet<string>): nodeModule.ResolveHookSync | undefined {
  if (supportsSyncHooks(process.versions.node)) return connectSyncHooks(names);
  registerLoaderThread(names);
  return undefined;
}

/** Loads import-in-the-middle into this thread and gives its resolve hook. */
function connectSyncHooks(names: ReadonlySet<string>): nodeModule.ResolveHookSync {
  const file = requireFromHere.resolve('import-in-the-middle/create-hook.mjs');
  const { createHook } = requireFromHere(file) as CreateHookModule;
  const hook = createHook({ url: pathToFileURL(requireFromHere.resolve('import-in-the-middle/hook.mjs')).href });
  hook.applyOptions({ shouldInclude: (_url, specifier) => names.has(withoutScheme(specifier)) });
  nodeModule.registerHooks({ load: hook.loadSync });
  connectRealHooks();
  return hook.resolveSync;
}

/** Starts Node's loader thread with import-in-the-middle in it; costs about 110 ms. */
function registerLoaderThread(names: ReadonlySet<string>): void {
  nodeModule.register('import-in-the-middle/hook.mjs', pathToFileURL(import.meta.filename).href, {
    data: { include: [...names] },
  });
  connectRealHooks();
}

function connectRealHooks(): void {
  const real = requireFromHere('import-in-the-middle') as { Hook: RealHookConstructor };
  connectHooks(real.Hook);
}
