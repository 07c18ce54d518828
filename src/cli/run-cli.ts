import { distroVersion } from '../distro/version.ts';
import type { CliContext, CliEnding } from './cli-context.ts';
import { parseCommandLine } from './command-line.ts';
import { isViewCommand, parseViewCommand } from './view/view-command-line.ts';
import { HELP_TEXT } from './help-text.ts';

/** Does what the arguments ask for, and says how the process is to end: 2 for a mistake in the arguments. */
export async function runCli(context: CliContext): Promise<CliEnding> {
  const [first = '', ...rest] = context.arguments;
  if (isViewCommand(first)) {
    const command = parseViewCommand(first, rest, context.environment);
    if (typeof command === 'object') return await (await import('./view/run-view.ts')).runView(command, context);
    if (command !== 'help') {
      context.stderr.write(`${command} See "otel-xray --help". Nothing was run.\n`);
      return { code: 2 };
    }
  }
  const line = parseCommandLine(isViewCommand(first) ? ['--help'] : context.arguments);
  if (line.kind === 'dev') return await (await import('./dev-command.ts')).runDev(line, context);
  if (line.kind === 'local') return await (await import('./local-command.ts')).runLocal(line, context);
  if (line.kind === 'init') return await (await import('./init/init-command.ts')).runInit(line.arguments, context);
  if (line.kind === 'doctor')
    return await (await import('./doctor/doctor-command.ts')).runDoctor(line.arguments, context);
  if (line.kind === 'mistake') {
    context.stderr.write(`${line.message}\n`);
    return { code: 2 };
  }
  context.stdout.write(line.kind === 'help' ? HELP_TEXT : `${distroVersion}\n`);
  return { code: 0 };
}
