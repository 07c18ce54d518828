import path from 'node:path';
import * as workerThreads from 'node:worker_threads';

type Environment = Readonly<Record<string, string | undefined>>;

/** The facts of a process that decide; `process` itself fits. */
interface ProcessFacts {
  readonly argv: readonly string[];
}

/**
 * Whether the preload must leave this process alone: tracing is switched off, this is Node's own loader
 * thread (which runs preloads a second time), or the process is a package manager that merely starts the
 * application with the same `NODE_OPTIONS`.
 */
export function shouldStandAside(environment: Environment, facts: ProcessFacts): boolean {
  return (
    isTrue(environment['OTEL_SDK_DISABLED']) ||
    isTrue(environment['AWS_XRAY_SDK_DISABLED']) ||
    isLoaderThread() ||
    isPackageManager(facts.argv[1])
  );
}

function isTrue(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === 'true';
}

function isLoaderThread(): boolean {
  if (workerThreads.isMainThread) return false;
  // `isInternalThread` came with Node 22.14; before that the loader is known by having no port to its parent.
  const { isInternalThread } = workerThreads as { isInternalThread?: boolean };
  return isInternalThread ?? workerThreads.parentPort === null;
}

/** Their entry files, releases in a repository's `.yarn/releases` among them. */
const managerFile = /^(?:np[mx](?:-cli)?|yarn(?:pkg)?(?:-(?:berry|\d.*))?|pnp[mx]|corepack)$/;
/** Folders that they are installed in, such as `/opt/yarn-v1.22.22`. */
const managerFolder = /[\\/](?:npm|\.?yarn|pnpm|corepack)(?:-v?\d[^\\/]*)?[\\/]/;

function isPackageManager(entry: string | undefined): boolean {
  if (entry === undefined) return false;
  const { base, dir } = path.parse(entry);
  const name = base.replace(/\.[cm]?js$/, '');
  // An application may be called `npm.js`; the real ones live in a folder of their own, or beside node without extension.
  return managerFile.test(name) && (name === base || managerFolder.test(`${dir}/`));
}
