import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { quoteValue } from '../../config/printable.ts';
import type { CliContext, CliEnding } from '../cli-context.ts';
import { type Ask, completeValues } from './complete-values.ts';
import { type InitOptions, parseInitOptions } from './init-options.ts';
import { planFiles, type PlannedFile } from './plan-files.ts';
import { DEFAULT_FOLDERS, SETUPS } from './platforms.ts';
import { fillTemplate, type TemplateValues } from './template-values.ts';

/**
 * `otel-xray init <platform>`: writes the files of a collector's setup into the project, filled in, and says what to
 * run next. Writes all or nothing: where one of them exists with another
 * text and `--force` was not given, none.
 */
export async function runInit(args: readonly string[], context: CliContext): Promise<CliEnding> {
  const options = parseInitOptions(args);
  if (typeof options === 'string') {
    context.stderr.write(`${options} See "otel-xray --help". Nothing was written.\n`);
    return { code: 2 };
  }
  const { platform, values: given, isForced, isDryRun } = options;
  const { workingDirectory: project, environment, stderr, stdout } = context;
  const asking = isAsking(options, context) ? startAsking(context) : undefined;
  const { values, guessed } = await completeValues(given, {
    platform,
    folder: project,
    environment,
    ask: asking?.ask,
  }).finally(() => asking?.end());
  const folder = options.folder ?? DEFAULT_FOLDERS[platform];
  const files = planFiles(options, values, { templates: context.collectorFolder, project, folder });
  const existing = files.filter(({ found }) => found === 'other');
  if (existing.length > 0 && !isForced && !isDryRun) {
    const names = existing.map(({ name }) => quoteValue(name)).join(', ');
    stderr.write(
      `${names} would be overwritten; expected new files, or --force, or another --out. Nothing was written.\n`,
    );
    return { code: 1 };
  }
  try {
    if (!isDryRun) for (const file of files) writePlanned(file, isForced);
  } catch (error) {
    stderr.write(`The files could not be written: ${(error as Error).message}.\n`);
    return { code: 1 };
  }
  for (const file of files) stdout.write(`${describeFile(file, isDryRun)}\n`);
  stdout.write(describeNext(options, values, folder));
  if (guessed.length > 0) {
    const names = guessed.map((name) => `--${name} (now ${values[name]})`).join(', ');
    stderr.write(`Examples stand where nothing was said: give ${names}, or edit the files.\n`);
  }
  return { code: 0 };
}

function writePlanned({ file, text, isProgram, found }: PlannedFile, isForced: boolean): void {
  if (found === 'same') return;
  mkdirSync(path.dirname(file), { recursive: true });
  // "wx" fails on a file that came meanwhile.
  writeFileSync(file, text, { flag: isForced ? 'w' : 'wx', mode: isProgram ? 0o755 : 0o644 });
}

function describeFile({ name, found }: PlannedFile, isDryRun: boolean): string {
  if (found === 'same') return `left ${name} as it is`;
  if (!isDryRun) return `${found === 'other' ? 'overwrote' : 'wrote'} ${name}`;
  return found === 'other' ? `would overwrite ${name}, with --force` : `would write ${name}`;
}

function describeNext({ platform, kind }: InitOptions, values: TemplateValues, folder: string): string {
  const commands = SETUPS[platform][kind]?.commands ?? [];
  const enter = path.normalize(folder) === '.' ? [] : [`cd ${folder}`];
  const lines = [...enter, ...commands.map((command) => fillTemplate(command, values))];
  return `\nNext:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** Nobody is asked in scripts and pipes. */
function isAsking({ takesDefaults, isDryRun }: InitOptions, { stdin, stdout }: CliContext): boolean {
  return !takesDefaults && !isDryRun && stdin?.isTTY === true && stdout.isTTY === true;
}

function startAsking({ stdin, stdout }: CliContext): { readonly ask: Ask; end(): void } | undefined {
  if (stdin === undefined) return undefined;
  const prompt = createInterface({ input: stdin });
  const lines = prompt[Symbol.asyncIterator]();
  return {
    async ask(question, answer) {
      stdout.write(`${question} [${answer}]: `);
      const { value, done } = await lines.next();
      // Ctrl-D takes the defaults that are left.
      return done === true ? '' : value;
    },
    end: () => prompt.close(),
  };
}
