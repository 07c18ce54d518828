import { readFileSync, statSync } from 'node:fs';
import { quoteValue, toPrintable } from '../printable.ts';
import type { Problem } from '../read-variable.ts';
import { variables } from '../variables.ts';
import { type FileModel } from './file-settings.ts';
import { readModel } from './read-model.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An environment in which the settings of a configuration file stand as variables. */
export interface FileEnvironment {
  readonly environment: Environment;
  /** What is wrong with the file itself. */
  readonly problems: readonly Problem[];
  /** Says of a problem with a variable that the file set where in the file it stands. */
  readonly rename: (problem: Problem) => Problem;
}

const NAME = 'OTEL_CONFIG_FILE';
const MAX_BYTES = 1024 * 1024;

/** Kept beside a file: whether otel-xray runs at all must not depend on a file that can be read. */
const switches = new Set(['OTEL_SDK_DISABLED', NAME]);

/**
 * Reads the file that `OTEL_CONFIG_FILE` names into an environment: what the file says wins over variables of our own
 * and of X-Ray, and OpenTelemetry's other variables count only where the file refers to them. A file that cannot be
 * used is one problem, and the environment stays as it is, without that variable.
 *
 * @param parse reads and checks the file, and puts variables in; throws where it is none of a known schema
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#declarative-configuration
 */
export function readConfigFile(environment: Environment, parse: (file: string) => FileModel): FileEnvironment {
  const file = environment[NAME]?.trim() ?? '';
  if (file === '') return { environment, problems: [], rename: (problem) => problem };
  const model = parseFile(file, parse);
  if (typeof model === 'string') {
    const { [NAME]: _unusable, ...rest } = environment;
    const message = `"${NAME}" is ${quoteValue(file)}, ${model}; expected the path of a declarative configuration, file_format 1.0 or 1.1. Using the other variables.`;
    return { environment: rest, problems: [{ level: 'warn', message }], rename: (problem) => problem };
  }
  const { texts, places, problems } = readModel(model);
  const standard = variables.filter(({ name, origin }) => origin === 'OpenTelemetry' && !switches.has(name));
  const ignored = standard.map(({ name }) => name).filter((name) => (environment[name]?.trim() ?? '') !== '');
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => !ignored.includes(name)));
  return {
    environment: { ...kept, ...texts },
    problems: [...problems, ...unknownNames(places), ...(ignored.length === 0 ? [] : [aboutIgnored(ignored)])],
    rename: ({ level, message }) => ({
      level,
      message: message.replace(/"(\w+)"/g, (all, name: string) => (places.has(name) ? `"${places.get(name)}"` : all)),
    }),
  };
}

/** Gives the model, or why there is none in words that fit after the file's name. */
function parseFile(file: string, parse: (file: string) => FileModel): FileModel | string {
  try {
    // Devices and pipes never end.
    const found = statSync(file);
    if (!found.isFile()) return 'which is no file';
    if (found.size > MAX_BYTES) return 'which is larger than 1 MiB';
    // Told apart from a file that says something wrong.
    readFileSync(file);
  } catch (error) {
    return `which cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})`;
  }
  try {
    return parse(file);
  } catch (error) {
    return `which is not valid (${toPrintable(error instanceof Error ? error.message : String(error), 300)})`;
  }
}

/** What stands below `distribution.otel-xray` and is no variable of ours. */
function unknownNames(places: ReadonlyMap<string, string>): Problem[] {
  const known = new Set(variables.map(({ name }) => name));
  return [...places].flatMap(([name, at]) =>
    known.has(name)
      ? []
      : [{ level: 'warn', message: `"${at}" is in the file of "${NAME}", but there is no ${name}. Leaving it out.` }],
  );
}

function aboutIgnored(names: readonly string[]): Problem {
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${String(names.length - 5)} more` : '');
  return {
    level: 'info',
    message: `"${NAME}" is set, so the file decides and ${shown} ${names.length === 1 ? 'is' : 'are'} not used; a file may refer to variables as \${NAME}.`,
  };
}
