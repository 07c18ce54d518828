import { fileURLToPath } from 'node:url';
import type { Attributes, SpanRecord } from '../../local/span-record.ts';
import { toSafeText } from './safe-text.ts';

/** One recorded exception in a few words, safe for a terminal. */
export interface ExceptionSummary {
  /** `TypeError: Cannot read …`; the first line of the message. */
  readonly text: string;
  /** Where in the application's own code it was thrown: `app.js:12:5`; empty when no frame is the application's. */
  readonly frame: string;
}

/** The exceptions recorded on a span, or what its status says when it failed without one. */
export function exceptionsOf(span: SpanRecord, workingDirectory: string): readonly ExceptionSummary[] {
  const summaries = span.events
    .filter(({ name }) => name === 'exception')
    .map(({ attributes }) => summarize(attributes, workingDirectory));
  if (summaries.length > 0 || span.status.code !== 'error') return summaries;
  const text = toSafeText(span.status.message);
  return text === '' ? [] : [{ text, frame: '' }];
}

function summarize(attributes: Attributes, workingDirectory: string): ExceptionSummary {
  const type = readString(attributes, 'exception.type');
  const message = readString(attributes, 'exception.message').split('\n', 1)[0] ?? '';
  return {
    text: toSafeText([type, message].filter((part) => part !== '').join(': ')) || 'Exception',
    frame: toSafeText(findOwnFrame(readString(attributes, 'exception.stacktrace'), workingDirectory)),
  };
}

function readString(attributes: Attributes, key: string): string {
  const value = attributes[key];
  return typeof value === 'string' ? value : '';
}

/** V8's two forms of a frame: `at name (place)` and `at place` (https://v8.dev/docs/stack-trace-api). */
const FRAME = /^\s+at (?:.*\()?([^()]+:\d+:\d+)\)?$/;
const MAX_STACK_LENGTH = 20_000;

function findOwnFrame(stack: string, workingDirectory: string): string {
  for (const line of stack.slice(0, MAX_STACK_LENGTH).split('\n')) {
    const place = line.length < 1000 ? FRAME.exec(line)?.[1] : undefined;
    if (place === undefined || /^node:|[\\/]node_modules[\\/]|<anonymous>/.test(place)) continue;
    return relativeTo(workingDirectory, toPath(place));
  }
  return '';
}

function toPath(place: string): string {
  if (!place.startsWith('file://')) return place;
  try {
    return fileURLToPath(place);
  } catch {
    // Not a path of this machine's kind; shown as it is.
    return place;
  }
}

function relativeTo(directory: string, path: string): string {
  const prefix = /[\\/]$/.test(directory) ? directory : `${directory}/`;
  return directory !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : path;
}
