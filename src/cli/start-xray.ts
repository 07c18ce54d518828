import { distroVersion } from '../distro/version.ts';
import { type LocalXRay, startLocal } from '../local/start-local.ts';
import type { CliContext } from './cli-context.ts';
import type { PortOptions } from './command-line.ts';
import { createStyle } from './terminal/style.ts';
import { detectTerminal } from './terminal/terminal-capabilities.ts';

/**
 * Starts the local X-Ray and says on stderr where it listens, and which ports were in use; undefined, after one
 * sentence, when it cannot start.
 */
export async function startXRay(ports: PortOptions, context: CliContext): Promise<LocalXRay | undefined> {
  const { stderr } = context;
  try {
    const xray = await startLocal(ports);
    const replaced = xray.replacedPorts.map(
      ({ protocol, wanted, got }) => `Port ${wanted} is in use; ${protocol} listens on ${got}.`,
    );
    if (replaced.length > 0) stderr.write(`${replaced.join(' ')}\n`);
    const { dim } = createStyle(detectTerminal(stderr, context.environment).color);
    const places = `OTLP/gRPC ${xray.grpcEndpoint} · OTLP/HTTP ${xray.httpEndpoint}`;
    stderr.write(`${dim(`otel-xray ${distroVersion} · ${places} · finished traces appear here`)}\n`);
    return xray;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    stderr.write(`The local X-Ray could not open its ports: ${reason}. Nothing was run.\n`);
    return undefined;
  }
}
