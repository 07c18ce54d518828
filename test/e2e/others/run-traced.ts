import path from 'node:path';
import { drawTrace } from '../../support/draw-trace.ts';
import type { TestNode } from '../../support/nodes.ts';
import { startReceiver } from '../../support/receive.ts';
import { type AppRun, root, runApp } from '../../support/run-app.ts';

/** What came of an application with something else in its process. */
export interface TracedRun {
  readonly run: AppRun;
  readonly traces: string[];
  /** Our warnings and errors, without their prefix. */
  readonly warnings: string[];
}

/** The package of this repository, for `start()`. */
export const ownPackage: string = path.join(root, 'package/index.js');

const preload = ['--require', path.join(root, 'register.js')];

/** Traces an application by the preload of this repository, which is outside of the application's tree. */
export async function runTraced(
  { binary, version }: TestNode,
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = preload,
): Promise<TracedRun> {
  await using receiver = await startReceiver();
  const run = await runApp({
    node: binary,
    args: [...flags, ...args],
    cwd,
    env: {
      ...receiver.env,
      OTEL_SERVICE_NAME: 'app',
      ...(version.startsWith('20.') && { NODE_NO_WARNINGS: '1' }),
      ...env,
    },
  });
  const warnings = run.stderr
    .split('\n')
    .flatMap((line) => /^otel-xray: (?:warn|error): (.*)$/.exec(line)?.[1] ?? [])
    .filter((line) => !line.includes('is out of support'));
  return { run, traces: drawTrace(receiver.spans()), warnings };
}
