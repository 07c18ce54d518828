import { parseArgs } from 'node:util';
import { quoteValue } from '../config/printable.ts';

/** Ports as the user gave them. */
export interface PortOptions {
  readonly grpcPort?: number;
  readonly httpPort?: number;
}

/** What the user asked for, or one sentence on what is wrong with it. */
export type CommandLine =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'local'; readonly ports: PortOptions }
  | {
      readonly kind: 'dev';
      readonly ports: PortOptions;
      readonly command: string;
      readonly commandArguments: readonly string[];
    }
  | { readonly kind: 'mistake'; readonly message: string };

const OPTIONS = {
  'grpc-port': { type: 'string' },
  'http-port': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const SEE_HELP = 'See "otel-xray --help". Nothing was run.';

/** Reads the arguments behind `otel-xray`. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const [first, ...rest] = args;
  if (first === undefined) return { kind: 'help' };
  if (first !== 'dev' && first !== 'local') return parseWithoutCommand(args);
  const { own, behind } = splitAtCommand(rest);
  const options = parseOptions(own);
  if ('kind' in options) return options;
  const [command, ...commandArguments] = behind;
  if (first === 'dev') {
    if (command !== undefined) return { kind: 'dev', ports: options, command, commandArguments };
    return mistake('"otel-xray dev" got no command; expected one, as in "otel-xray dev -- node app.js".');
  }
  if (command === undefined) return { kind: 'local', ports: options };
  return mistake(`"otel-xray local" got ${quoteValue(command)}; expected only options.`);
}

function parseWithoutCommand(args: readonly string[]): CommandLine {
  const [first = ''] = args;
  if (!first.startsWith('-'))
    return mistake(`${quoteValue(first)} is no command of otel-xray; expected "dev" or "local".`);
  const options = parseOptions(args);
  return 'kind' in options ? options : mistake('otel-xray got options without a command; expected "dev" or "local".');
}

/**
 * Our options end at `--` or at the first word that is none of them, so that the command's own options stay its
 * own even where a package manager has swallowed the `--`.
 */
function splitAtCommand(args: readonly string[]): { own: readonly string[]; behind: readonly string[] } {
  let index = 0;
  for (let arg = args[0]; arg !== undefined && arg !== '--' && arg.startsWith('-'); arg = args[index]) {
    index += arg === '--grpc-port' || arg === '--http-port' ? 2 : 1;
  }
  const own = args.slice(0, index);
  return { own, behind: args.slice(args[index] === '--' ? index + 1 : index) };
}

function parseOptions(args: readonly string[]): PortOptions | CommandLine {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const ports: { -readonly [key in keyof PortOptions]: PortOptions[key] } = {};
  for (const token of tokens) {
    if (token.kind !== 'option')
      return mistake(`${quoteValue(token.kind === 'positional' ? token.value : '--')} is not expected here.`);
    if (token.name === 'help' || token.name === 'version') return { kind: token.name };
    if (token.name !== 'grpc-port' && token.name !== 'http-port') {
      return mistake(`${quoteValue(token.rawName)} is no option of otel-xray.`);
    }
    const port = parsePort(token.value ?? '');
    if (port === undefined) {
      const got = token.value === undefined ? 'has no value' : `is ${quoteValue(token.value)}`;
      return mistake(`"${token.rawName}" ${got}; expected a port from 0 (any free one) to 65535.`);
    }
    ports[token.name === 'grpc-port' ? 'grpcPort' : 'httpPort'] = port;
  }
  return ports;
}

function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

function mistake(message: string): CommandLine {
  return { kind: 'mistake', message: `${message} ${SEE_HELP}` };
}
