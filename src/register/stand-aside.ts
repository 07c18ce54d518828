import { isInternalThread, parentPort } from 'node:worker_threads';
import { isMainThread } from '../config/main-thread.ts';
import { isRunner } from './runner.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The facts of a process that decide; `process` itself fits. */
interface ProcessFacts {
  readonly argv: readonly string[];
}

/**
 * Whether the preload must leave this process alone: tracing is switched off, this is Node's own loader thread (which
 * runs preloads a second time), or the process is a package manager, a test runner or the like that merely starts
 * applications with the same `NODE_OPTIONS`.
 */
export function shouldStandAside(environment: Environment, facts: ProcessFacts): boolean {
  return (
    isTrue(environment['OTEL_SDK_DISABLED']) ||
    isTrue(environment['AWS_XRAY_SDK_DISABLED']) ||
    isLoaderThread() ||
    isRunner(facts.argv[1])
  );
}

function isTrue(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === 'true';
}

function isLoaderThread(): boolean {
  if (isMainThread) return false;
  // `isInternalThread` came with Node 22.14; before that the loader is known by having no port to its parent.
  return isInternalThread ?? parentPort === null;
}
