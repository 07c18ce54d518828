import path from 'node:path';
import { readEnvironment } from '../config/environment.ts';
import { endProcess } from './end-process.ts';
import { runCli } from './run-cli.ts';

/**
 * Runs the command line of this process and lets it end accordingly.
 *
 * @param registerFile the package's preload for `--require`, an absolute path
 * @param collectorFolder the collector's configurations and deployment files; beside the preload unless given
 */
export async function startCli(
  registerFile: string,
  collectorFolder: string = path.join(path.dirname(registerFile), 'collector'),
): Promise<void> {
  // Whoever reads the traces may stop reading (`otel-xray local | head`).
  process.stdout.on('error', () => process.exit());
  process.stderr.on('error', () => {});
  try {
    const ending = await runCli({
      arguments: process.argv.slice(2),
      environment: readEnvironment(),
      stdout: process.stdout,
      stderr: process.stderr,
      stdin: process.stdin,
      registerFile,
      collectorFolder,
      workingDirectory: process.cwd(),
    });
    endProcess(ending);
  } catch (error) {
    process.stderr.write(`otel-xray failed: ${error instanceof Error ? error.stack : String(error)}\n`);
    endProcess({ code: 1 });
  }
}
