import type { Environment } from '../../config/environment.ts';

/** What a stream says about the terminal behind it; `process.stdout` and `process.stderr` are such. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What the output may use. */
export interface TerminalCapabilities {
  /** Cells in a line. */
  readonly width: number;
  readonly color: boolean;
}

const DEFAULT_WIDTH = 100;

/** Beyond these no terminal is wide. */
const MAX_WIDTH = 10_000;

/**
 * Width and colour for a stream: where there is no terminal as many cells as `COLUMNS` says, or 100; colour on terminals only, unless
 * `FORCE_COLOR` (https://force-color.org) or `NO_COLOR` (https://no-color.org) say otherwise, in this order.
 */
export function detectTerminal(stream: TerminalStream, environment: Environment): TerminalCapabilities {
  const columns = stream.columns ?? 0;
  const width = columns > 0 ? columns : (readColumns(environment) ?? DEFAULT_WIDTH);
  return { width, color: isColorWanted(stream, environment) };
}

function readColumns({ COLUMNS = '' }: Environment): number | undefined {
  const columns = /^\d{1,5}$/.test(COLUMNS) ? Number(COLUMNS) : 0;
  return columns > 0 && columns <= MAX_WIDTH ? columns : undefined;
}

function isColorWanted(stream: TerminalStream, environment: Environment): boolean {
  const force = environment['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}
