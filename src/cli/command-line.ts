import { parseArgs } from 'node:util';
import { quoteValue } from '../config/printable.ts';

/** Options of both commands, as the user gave them. */
export interface CommandOptions {
  readonly grpcPort?: number;
  readonly httpPort?: number;
  /** X-Ray's API and the console. */
  readonly port?: number;
  /** Where other machines reach it; not at all unless given. */
  readonly host?: string;
  /** What other machines have to show. */
  readonly token?: string;
  /** Where traces are kept beyond this process. */
  readonly databaseFile?: string;
  /** Sampling rules, read again whenever they change. */
  readonly samplingRulesFile?: string;
  /** `dev` only: shows on after the command has ended. */
  readonly stay?: true;
  /** Documents as JSON instead of trees. */
  readonly json?: true;
  /** Where traces or documents go instead of the terminal. */
  readonly outputFile?: string;
}

/** What the user asked for, or one sentence on what is wrong with it. */
export type CommandLine =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'local'; readonly options: CommandOptions }
  | { readonly kind: 'init' | 'doctor'; readonly arguments: readonly string[] }
  | {
      readonly kind: 'dev';
      readonly options: CommandOptions;
      readonly command: string;
      readonly commandArguments: readonly string[];
    }
  | { readonly kind: 'mistake'; readonly message: string };

const OPTIONS = {
  'grpc-port': { type: 'string' },
  'http-port': { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  token: { type: 'string' },
  db: { type: 'string' },
  'sampling-rules': { type: 'string' },
  json: { type: 'boolean' },
  stay: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** Options whose value is a word of its own. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  '--grpc-port',
  '--http-port',
  '--port',
  '--host',
  '--token',
  '--db',
  '--sampling-rules',
  '--output',
  '-o',
]);

const COMMANDS = 'dev, local, init, doctor, traces, trace, map';

const SEE_HELP = 'See "otel-xray --help". Nothing was run.';

/** Reads the arguments behind `otel-xray`. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const [first, ...rest] = args;
  if (first === undefined) return { kind: 'help' };
  if (first === 'init' || first === 'doctor') {
    return rest.includes('--help') || rest.includes('-h') ? { kind: 'help' } : { kind: first, arguments: rest };
  }
  if (first !== 'dev' && first !== 'local') return parseWithoutCommand(args);
  const { own, behind } = splitAtCommand(rest);
  const options = parseOptions(own);
  if ('kind' in options) return options;
  const [command, ...commandArguments] = behind;
  if (first === 'dev') {
    if (command !== undefined) return { kind: 'dev', options, command, commandArguments };
    return mistake('"otel-xray dev" got no command; expected one, as in "otel-xray dev -- node app.js".');
  }
  if (options.stay) return mistake('"--stay" is no option of "otel-xray local", which stays anyway.');
  if (command === undefined) return { kind: 'local', options };
  return mistake(`"otel-xray local" got ${quoteValue(command)}; expected only options.`);
}

function parseWithoutCommand(args: readonly string[]): CommandLine {
  const [first = ''] = args;
  if (!first.startsWith('-'))
    return mistake(`${quoteValue(first)} is no command of otel-xray; expected one of ${COMMANDS}.`);
  const options = parseOptions(args);
  return 'kind' in options
    ? options
    : mistake(`"otel-xray" got options without a command; expected one of ${COMMANDS}.`);
}

/**
 * Our options end at `--` or at the first word that is none of them, so that the command's own options stay its
 * own even where a package manager has swallowed the `--`.
 */
function splitAtCommand(args: readonly string[]): { own: readonly string[]; behind: readonly string[] } {
  let index = 0;
  for (let arg = args[0]; arg !== undefined && arg !== '--' && arg.startsWith('-'); arg = args[index]) {
    index += WITH_VALUE.has(arg) ? 2 : 1;
  }
  const own = args.slice(0, index);
  return { own, behind: args.slice(args[index] === '--' ? index + 1 : index) };
}

type OptionsDraft = { -readonly [Key in keyof CommandOptions]: CommandOptions[Key] };

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function parseOptions(args: readonly string[]): CommandOptions | CommandLine {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const options: OptionsDraft = {};
  for (const token of tokens) {
    if (token.kind !== 'option')
      return mistake(
        `"otel-xray" got ${quoteValue(token.kind === 'positional' ? token.value : '--')}; expected only options.`,
      );
    if (token.name === 'help' || token.name === 'version') return { kind: token.name };
    const fault = readOption(token, options);
    if (fault !== undefined) return mistake(fault);
  }
  return options;
}

/** Puts the option into the draft, or says in a sentence why not. */
function readOption(token: OptionToken, draft: OptionsDraft): string | undefined {
  const { name, rawName, value } = token;
  if (name === 'json' || name === 'stay') {
    if (value !== undefined) return `"${rawName}" is ${quoteValue(value)}; expected no value.`;
    draft[name] = true;
  } else if (isTextOption(name)) {
    const [option, expected] = TEXT_OPTIONS[name];
    if (value === undefined || value === '') return `"${rawName}" has no value; expected ${expected}.`;
    draft[option] = value;
  } else if (isPortOption(name)) {
    const port = parsePort(value ?? '');
    if (port === undefined) {
      const got = value === undefined ? 'has no value' : `is ${quoteValue(value)}`;
      return `"${rawName}" ${got}; expected a port from 0 (any free one) to 65535.`;
    }
    draft[PORT_OPTIONS[name]] = port;
  } else return `${quoteValue(rawName)} is no option of otel-xray.`;
  return undefined;
}

/** What each becomes, and what it expects. */
const TEXT_OPTIONS = {
  output: ['outputFile', 'a file'],
  db: ['databaseFile', 'a file'],
  'sampling-rules': ['samplingRulesFile', 'a file'],
  host: ['host', 'an address or a name of this machine, or 0.0.0.0 for all its addresses'],
  token: ['token', 'a token'],
} as const;

function isTextOption(name: string): name is keyof typeof TEXT_OPTIONS {
  return Object.hasOwn(TEXT_OPTIONS, name);
}

const PORT_OPTIONS = { 'grpc-port': 'grpcPort', 'http-port': 'httpPort', port: 'port' } as const;

function isPortOption(name: string): name is keyof typeof PORT_OPTIONS {
  return Object.hasOwn(PORT_OPTIONS, name);
}

function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

function mistake(message: string): CommandLine {
  return { kind: 'mistake', message: `${message} ${SEE_HELP}` };
}
