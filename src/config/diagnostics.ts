import { inspect } from 'node:util';
import type { DiagLogger } from '@opentelemetry/api';
import type { LogLevel } from './config.ts';
import { toPrintable } from './printable.ts';
import { createRepeatFilter, type RepeatFilter } from './repeat-filter.ts';
import { writeStderr } from './write-stderr.ts';

/** How diagnostics are written. */
export interface DiagnosticsOptions {
  /** Lower levels are dropped. */
  readonly level: LogLevel;
  /** `text`: `otel-xray: warn: sentence`; `json`: one object a line with time, level, logger and message. */
  readonly format: 'text' | 'json';
  /** Takes one line with its line break. Default: file descriptor 2, synchronously. */
  readonly write?: (line: string) => void;
  /** The clock, in milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
}

type WrittenLevel = Exclude<LogLevel, 'none'>;

const RANK: Readonly<Record<LogLevel, number>> = {
  none: 0,
  error: 1,
  warn: 2,
  info: 3,
  debug: 4,
  verbose: 5,
};

const MAX_LINE_LENGTH = 2000;

/**
 * Makes the logger for `diag.setLogger()`. Each distinct warning and error is written once; how many repeats
 * were held back is said at most once a minute, with the next message. Lines hold at most 2,000 characters and no
 * control characters. No method throws, whatever it is given.
 */
export function createDiagnostics(options: DiagnosticsOptions): DiagLogger {
  const { level: least, format, write = writeStderr, now = Date.now } = options;
  const filter = createRepeatFilter(now);
  const log = (level: WrittenLevel, parts: readonly unknown[]): void => {
    if (RANK[level] > RANK[least]) {
      return;
    }
    try {
      const message = toMessage(parts);
      for (const [lineLevel, text] of linesOf(level, message, filter)) {
        write(format === 'json' ? jsonLine(lineLevel, text, now()) : textLine(lineLevel, text));
      }
    } catch {
      // The place where faults are reported is the one place that has nowhere to report its own.
    }
  };
  return {
    error: (...parts) => log('error', parts),
    warn: (...parts) => log('warn', parts),
    info: (...parts) => log('info', parts),
    debug: (...parts) => log('debug', parts),
    verbose: (...parts) => log('verbose', parts),
  };
}

function linesOf(level: WrittenLevel, message: string, filter: RepeatFilter): [WrittenLevel, string][] {
  const isOnce = level === 'error' || level === 'warn';
  const isShown = !isOnce || filter.isNew(`${level}: ${message}`);
  const report = filter.takeReport();
  return [
    ...(report === undefined ? [] : [['warn', report] satisfies [WrittenLevel, string]]),
    ...(isShown ? [[level, message] satisfies [WrittenLevel, string]] : []),
  ];
}

function toMessage(parts: readonly unknown[]): string {
  return toPrintable(parts.map(describePart).join(' '), MAX_LINE_LENGTH);
}

function describePart(part: unknown): string {
  try {
    if (typeof part === 'string') {
      // More could not be shown, and escaping it all would cost the application time.
      return part.slice(0, MAX_LINE_LENGTH + 1);
    }
    if (part instanceof Error) {
      return `${part.name}: ${part.message}`;
    }
    return inspect(part, {
      depth: 2,
      breakLength: Infinity,
      maxArrayLength: 20,
      maxStringLength: 500,
    });
  } catch {
    // A getter or proxy of the application's that throws; the rest of the message still counts.
    return '(not printable)';
  }
}

function textLine(level: WrittenLevel, message: string): string {
  const prefix = `otel-xray: ${level}: `;
  return `${prefix}${toPrintable(message, MAX_LINE_LENGTH - prefix.length)}\n`;
}

function jsonLine(level: WrittenLevel, message: string, nowMillis: number): string {
  const time = new Date(nowMillis).toISOString();
  const toLine = (text: string) => JSON.stringify({ time, level, logger: 'otel-xray', message: text });
  const room = MAX_LINE_LENGTH - toLine('').length;
  // Quotes and backslashes take two places in JSON.
  const length = JSON.stringify(message).length - 2;
  const line = length <= room ? toLine(message) : toLine(toPrintable(message, Math.floor(room / 2)));
  return `${line}\n`;
}
