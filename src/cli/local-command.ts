import type { CliContext, CliEnding } from './cli-context.ts';
import type { CommandLine } from './command-line.ts';
import { startXRay } from './start-xray.ts';
import { createTracePrinter } from './trace-printer.ts';

/** `otel-xray local`: prints the traces that reach a local X-Ray on stdout, until this process is told to end. */
export async function runLocal(line: Extract<CommandLine, { kind: 'local' }>, context: CliContext): Promise<CliEnding> {
  const xray = await startXRay(line.ports, context);
  if (xray === undefined) return { code: 1 };
  xray.onTrace(createTracePrinter(context.stdout, context));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    process.once('SIGHUP', resolve);
  });
  xray.store.flush();
  await xray.close();
  return { code: 0 };
}
