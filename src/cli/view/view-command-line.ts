import { parseArgs } from 'node:util';
import type { Environment } from '../../config/environment.ts';
import { quoteValue } from '../../config/printable.ts';
import { TOKEN_VARIABLE } from '../remote-access.ts';

/** A command that shows what a running local X-Ray has. */
export interface ViewCommand {
  readonly kind: 'traces' | 'trace' | 'map';
  /** Where the X-Ray API is. */
  readonly endpoint: string;
  /** What it asks of other machines. */
  readonly token: string | undefined;
  readonly json: boolean;
  readonly filter: string;
  /** `traces` only: goes on showing what arrives. */
  readonly follow: boolean;
  /** `traces` only: how many of the youngest are listed of those that are there already. */
  readonly limit: number;
  /** `trace` only: an id in X-Ray's or OpenTelemetry's form, the end of one, or `last`. */
  readonly traceId: string;
}

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  token: { type: 'string' },
  filter: { type: 'string', short: 'f' },
  follow: { type: 'boolean' },
  limit: { type: 'string', short: 'n' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Which options each command has. */
const ALLOWED = {
  traces: ['host', 'port', 'token', 'filter', 'follow', 'limit', 'json', 'help'],
  trace: ['host', 'port', 'token', 'filter', 'json', 'help'],
  map: ['host', 'port', 'token', 'filter', 'json', 'help'],
} as const;

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = '2000';
const DEFAULT_LIMIT = '50';

/** True for a command of this kind. */
export function isViewCommand(word: string): word is ViewCommand['kind'] {
  return Object.hasOwn(ALLOWED, word);
}

/** Reads what stands behind the command; a text is one sentence on what is wrong, or `help`. */
export function parseViewCommand(
  kind: ViewCommand['kind'],
  args: readonly string[],
  environment: Environment,
): ViewCommand | string {
  let parsed: ReturnType<typeof parseStrictly>;
  try {
    parsed = parseStrictly(args);
  } catch (error) {
    const first = error instanceof Error ? error.message.split('. ', 1)[0] : '';
    return `${first ?? ''}.`;
  }
  const { values, positionals } = parsed;
  if (values.help === true) return 'help';
  const allowed: readonly string[] = ALLOWED[kind];
  const other = Object.keys(values).find((name) => !allowed.includes(name));
  if (other !== undefined) return `"--${other}" is no option of "otel-xray ${kind}".`;
  const [traceId, ...more] = positionals;
  const unexpected = kind === 'trace' ? more[0] : traceId;
  if (unexpected !== undefined) return `"otel-xray ${kind}" got ${quoteValue(unexpected)}; expected only options.`;
  if (kind === 'trace' && traceId === undefined)
    return '"otel-xray trace" got no trace; expected its id, the end of it, or "last".';
  const { port = DEFAULT_PORT, host = DEFAULT_HOST, limit = DEFAULT_LIMIT } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    return `"--port" is ${quoteValue(port)}; expected a port from 1 to 65535.`;
  }
  if (!/^[1-9]\d{0,6}$/.test(limit)) return `"--limit" is ${quoteValue(limit)}; expected a number of traces from 1.`;
  const endpoint = `http://${host.includes(':') ? `[${host.replaceAll(/[[\]]/g, '')}]` : host}:${port}`;
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(endpoint)) {
    return `"--host" is ${quoteValue(host)}; expected an address or a name.`;
  }
  return {
    kind,
    endpoint,
    token: values.token ?? (environment[TOKEN_VARIABLE] || undefined),
    json: values.json ?? false,
    filter: values.filter ?? '',
    follow: values.follow ?? false,
    limit: Number(limit),
    traceId: traceId ?? '',
  };
}

function parseStrictly(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true });
}
