import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { quoteValue } from '../config/printable.ts';
import { createChildEnvironment } from './child-environment.ts';
import { type ChildEnding, runChild } from './child-process.ts';
import type { CliContext, CliEnding } from './cli-context.ts';
import type { CommandLine } from './command-line.ts';
import { endingSignal } from './ending-signal.ts';
import { type ShownXRay, startXRay } from './start-xray.ts';

/** For connections that the child opened just before its end to be seen at all. */
const ARRIVAL_MILLIS = 50;
/** The longest wait for the last spans after the child's end. */
const LAST_SPANS_MILLIS = 1000;

/**
 * `otel-xray dev -- command`: runs the command with tracing into a local X-Ray of this process, which shows on
 * stderr what it gets. The ending is the command's own.
 */
export async function runDev(line: Extract<CommandLine, { kind: 'dev' }>, context: CliContext): Promise<CliEnding> {
  const { environment, registerFile, stderr } = context;
  if (!existsSync(registerFile)) {
    stderr.write(`The preload ${quoteValue(registerFile)} is not there; otel-xray is not built. Nothing was run.\n`);
    return { code: 1 };
  }
  const xray = await startXRay(line.options, stderr, context);
  if (xray === undefined) return { code: 1 };
  const { grpcEndpoint, xrayEndpoint, daemonAddress } = xray;
  const ending = await runChild({
    ...line,
    environment: createChildEnvironment({
      environment,
      grpcEndpoint,
      xrayEndpoint,
      ...(daemonAddress !== undefined && { daemonAddress }),
      hasSamplingRules: line.options.samplingRulesFile !== undefined,
      registerFile,
    }),
  });
  if (ending.kind !== 'failed') await receiveLastSpans(xray);
  if (line.options.stay && ending.kind === 'exited' && !ending.wasAsked) {
    await stay(ending.code, xray, line.command, context);
  }
  await xray.close();
  return toCliEnding(ending, line.command, context);
}

async function receiveLastSpans(xray: ShownXRay): Promise<void> {
  const over = new AbortController();
  const everythingArrived = sleep(ARRIVAL_MILLIS).then(() => xray.whenIdle());
  const timeOut = sleep(LAST_SPANS_MILLIS, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([everythingArrived, timeOut]);
  over.abort();
}

/** For a look at what a command left that ended by itself; one that was told to end is over. */
async function stay(code: number, xray: ShownXRay, command: string, { stderr }: CliContext): Promise<void> {
  const { xrayEndpoint } = xray;
  xray.flush();
  stderr.write(`\n${quoteValue(command)} ended with ${code}. Its traces stay at ${xrayEndpoint} until Ctrl-C.\n`);
  await endingSignal();
}

function toCliEnding(ending: ChildEnding, command: string, { stderr }: CliContext): CliEnding {
  if (ending.kind === 'exited') return { code: ending.code };
  if (ending.kind === 'killed') return { signal: ending.signal };
  if (ending.error.code === 'ENOENT') {
    stderr.write(
      `${quoteValue(command)} was not found; expected a program on the PATH or a path to one. Nothing was run.\n`,
    );
    return { code: 127 };
  }
  stderr.write(`${quoteValue(command)} could not be started: ${ending.error.message}. Nothing was run.\n`);
  return { code: 126 };
}
