import path from 'node:path';
import type { TraceListener } from '../local/store/trace-watch.ts';
import type { CliContext, OutputStream } from './cli-context.ts';
import { renderTrace } from './terminal/render-trace.ts';
import { detectTerminal } from './terminal/terminal-capabilities.ts';

/** Prints each trace on the stream, after an empty line, in the width that the terminal has at that moment. */
export function createTracePrinter(stream: OutputStream, context: CliContext): TraceListener {
  const { environment, workingDirectory, registerFile } = context;
  const packageDirectory = path.dirname(registerFile);
  return (trace) => {
    stream.write(
      `\n${renderTrace(trace, { ...detectTerminal(stream, environment), workingDirectory, packageDirectory })}`,
    );
  };
}
