import type { Variable } from './variable.ts';
import type { VariablePair } from './variables-exporter.ts';

/** One thing that the user should know about the configuration: one sentence or two, printable, no secret. */
export interface Problem {
  readonly level: 'warn' | 'info';
  readonly message: string;
}

/** Reads variables from one environment and collects what is wrong with them. */
export interface VariableReader {
  /** Gives the variable's value, or undefined where it is unset, blank or refused; problems are collected. */
  read<Value>(row: Variable<Value>): Value | undefined;
  /** Tells whether the variable has a value that is not blank, good or bad. */
  isSet(row: Variable<unknown>): boolean;
  /** Gives the value of the traces variable, else of the general one. */
  readPair<Value>(pair: VariablePair<Value>): Value | undefined;
  /** Adds a problem that only several values together show. */
  report(level: Problem['level'], message: string): void;
  /** All problems so far, in the order of reading. */
  readonly problems: readonly Problem[];
}

// Far above what any platform lets through, and small enough to parse at start without being felt.
const MAX_LENGTH = 65_536;

/** Makes a reader over a snapshot of the environment. */
export function createVariableReader(environment: Readonly<Record<string, string | undefined>>): VariableReader {
  const problems: Problem[] = [];
  const report: VariableReader['report'] = (level, message) => {
    problems.push({ level, message });
  };
  const textOf = (row: Variable<unknown>) => environment[row.name]?.trim() ?? '';
  const read: VariableReader['read'] = (row) => {
    const text = textOf(row);
    return text === '' ? undefined : readText(row, text, report);
  };
  return {
    read,
    isSet: (row) => textOf(row) !== '',
    readPair: ({ traces, general }) => read(traces) ?? read(general),
    report,
    problems,
  };
}

function readText<Value>(row: Variable<Value>, text: string, report: VariableReader['report']): Value | undefined {
  const parsed = text.length <= MAX_LENGTH ? row.parse(text) : ({ kind: 'refused' } as const);
  if (parsed.kind === 'refused') {
    const shown = row.quote(text);
    report('warn', `"${row.name}" is ${shown}; expected ${row.allowed}. Using ${row.default}.`);
    return 'instead' in parsed ? parsed.instead : undefined;
  }
  if (parsed.kind === 'partly') {
    report('warn', `"${row.name}" ${parsed.problem}; expected ${row.allowed}. Leaving that out.`);
  } else if (parsed.note !== undefined) {
    report('info', `"${row.name}" ${parsed.note}`);
  }
  return parsed.value;
}
