import type { CliContext, CliEnding } from './cli-context.ts';
import type { CommandLine } from './command-line.ts';
import { endingSignal } from './ending-signal.ts';
import { startXRay } from './start-xray.ts';

/** `otel-xray local`: shows on stdout what reaches a local X-Ray, until this process is told to end. */
export async function runLocal(line: Extract<CommandLine, { kind: 'local' }>, context: CliContext): Promise<CliEnding> {
  const xray = await startXRay(line.options, context.stdout, context);
  if (xray === undefined) return { code: 1 };
  await endingSignal();
  await xray.close();
  return { code: 0 };
}
