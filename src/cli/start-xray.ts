import path from 'node:path';
import { quoteValue } from '../config/printable.ts';
import { distroVersion } from '../distro/version.ts';
import { type LocalXRay, startLocal } from '../local/start-local.ts';
import type { CliContext, OutputStream } from './cli-context.ts';
import type { CommandOptions } from './command-line.ts';
import { createDocumentPrinter } from './document-printer.ts';
import { createDropPrinter } from './drop-printer.ts';
import { readRemoteAccess } from './remote-access.ts';
import { openFileOutput } from './file-output.ts';
import { createStyle } from './terminal/style.ts';
import { detectTerminal } from './terminal/terminal-capabilities.ts';
import { createTracePrinter } from './trace-printer.ts';

/** A local X-Ray whose traces are being shown. */
export interface ShownXRay extends Pick<LocalXRay, 'grpcEndpoint' | 'xrayEndpoint' | 'daemonAddress' | 'whenIdle'> {
  /** Shows what is there, without a wait for more of it. */
  flush(): void;
  /** Shows what is there, and ends. */
  close(): Promise<void>;
}

/**
 * Starts the local X-Ray and shows its traces, or with `json` its documents, in the given file or else on `stream`.
 * Says on stderr where it listens, which ports were in use and which spans are not shown; undefined, after one
 * sentence, when it cannot start.
 */
export async function startXRay(
  options: CommandOptions,
  stream: OutputStream,
  context: CliContext,
): Promise<ShownXRay | undefined> {
  const { stderr, registerFile } = context;
  const { grpcPort, httpPort, port, outputFile, databaseFile, samplingRulesFile } = options;
  const remote = readRemoteAccess(options, context.environment);
  if (typeof remote === 'string') {
    stderr.write(`${remote} Nothing was run.\n`);
    return undefined;
  }
  const file = outputFile === undefined ? undefined : openFileOutput(outputFile, stderr);
  if (outputFile !== undefined && file === undefined) return undefined;
  const drops = createDropPrinter(stderr);
  try {
    const xray = await startLocal({
      ...(grpcPort !== undefined && { grpcPort }),
      ...(httpPort !== undefined && { httpPort }),
      ...(port !== undefined && { xrayPort: port }),
      ...(remote !== undefined && { remote }),
      consoleFolder: path.join(path.dirname(registerFile), 'console'),
      version: distroVersion,
      ...(databaseFile !== undefined && { archive: { databaseFile } }),
      ...(samplingRulesFile !== undefined && { samplingRulesFile }),
      onProblem: (sentence) => stderr.write(`${sentence}\n`),
      onDrop: drops.onDrop,
    });
    greet(xray, options, context);
    if (remote !== undefined) greetOthers(xray, remote.token, context);
    show(xray, options, file ?? stream, context);
    return {
      grpcEndpoint: xray.grpcEndpoint,
      xrayEndpoint: xray.xrayEndpoint,
      ...(xray.daemonAddress !== undefined && { daemonAddress: xray.daemonAddress }),
      whenIdle: () => xray.whenIdle(),
      flush: () => xray.watch.flush(),
      async close() {
        xray.watch.flush();
        drops.finish();
        await xray.close();
        file?.close();
      },
    };
  } catch (error) {
    const reason = describeFailure(error, databaseFile);
    stderr.write(`The local X-Ray could not start: ${reason}. Nothing was run.\n`);
    file?.close();
    return undefined;
  }
}

function describeFailure(error: unknown, databaseFile = ''): string {
  const reason = error instanceof Error ? error.message : String(error);
  const isLocked = reason === 'database is locked';
  return isLocked ? `${quoteValue(databaseFile)} is open in another process; expected a file of its own` : reason;
}

function show(
  { archive, watch }: LocalXRay,
  { json }: CommandOptions,
  stream: OutputStream,
  context: CliContext,
): void {
  if (json === true) archive.onDocument(createDocumentPrinter(stream));
  else watch.onTrace(createTracePrinter(stream, context));
}

function greet(xray: LocalXRay, { json, outputFile }: CommandOptions, { stderr, environment }: CliContext): void {
  const replaced = xray.replacedPorts.map(
    ({ protocol, wanted, got }) => `Port ${wanted} is in use; ${protocol} listens on ${got}.`,
  );
  if (xray.replacedPorts.some(({ protocol }) => protocol === 'X-Ray')) {
    replaced.push(`"otel-xray traces" finds it with --port ${new URL(xray.xrayEndpoint).port}.`);
  }
  if (replaced.length > 0) stderr.write(`${replaced.join(' ')}\n`);
  const { bold, dim } = createStyle(detectTerminal(stderr, environment).color);
  const what = json === true ? 'segment documents' : 'finished traces';
  const where = outputFile === undefined ? 'appear here' : `go to ${quoteValue(outputFile)}`;
  stderr.write(
    `${dim(`otel-xray ${distroVersion} · ${what} ${where} · console `)}${bold(xray.xrayEndpoint)}\n` +
      `${dim(`OTLP/gRPC ${xray.grpcEndpoint} · OTLP/HTTP ${xray.httpEndpoint}`)}\n`,
  );
}

/** The only place where the token is shown. */
function greetOthers(xray: LocalXRay, token: string, { stderr, environment }: CliContext): void {
  const { remoteName = '', xrayEndpoint, grpcEndpoint, httpEndpoint } = xray;
  const host = remoteName.includes(':') ? `[${remoteName}]` : remoteName;
  const at = (endpoint: string): string => `http://${host}:${new URL(endpoint).port}`;
  const { bold, dim } = createStyle(detectTerminal(stderr, environment).color);
  const port = new URL(xrayEndpoint).port;
  const lines = [
    `${dim('from other machines · console ')}${bold(`${at(xrayEndpoint)}/#token=${token}`)}`,
    dim(`OTLP/gRPC ${at(grpcEndpoint)} · OTLP/HTTP ${at(httpEndpoint)}`),
    dim(`OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20${token}`),
    'This is plain HTTP: whoever is on the way can read token and traces. Over a network that is not yours,',
    `leave out --host and run on the other machine: ssh -N -L ${port}:127.0.0.1:${port} USER@${remoteName}`,
  ];
  for (const line of lines) stderr.write(`${line}\n`);
}
