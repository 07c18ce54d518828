import type { ExceptionBlock, SegmentDocument, StackFrameBlock } from '../../xray/segment-document.ts';
import { asText } from './document-field.ts';
import { toSafeText } from './safe-text.ts';

/** One exception in a few words, safe for a terminal. */
export interface ExceptionSummary {
  /** `TypeError: Cannot read …`; the first line of the message. */
  readonly text: string;
  /** Where in the application's own code it was thrown: `app.js:12`; empty when no frame is the application's. */
  readonly frame: string;
}

/** Folders by which an application's own code is told, absolute paths; each may be empty. */
export interface CodePlaces {
  /** Paths below it are written relative to it. */
  readonly workingDirectory: string;
  /** Code below it is ours. */
  readonly packageDirectory: string;
}

/** The exceptions that a document describes itself; each is followed by those that it wraps. */
export function exceptionsOf({ cause }: SegmentDocument, places: CodePlaces): readonly ExceptionSummary[] {
  // An id stands for an exception that another document describes, and is told there.
  if (typeof cause !== 'object') return [];
  const exceptions = cause.exceptions ?? [];
  const wrapped = new Set(exceptions.map((exception) => exception.cause));
  return exceptions.map((exception) => {
    const isWrapped = exception.id !== undefined && wrapped.has(exception.id);
    return {
      text: (isWrapped ? 'caused by ' : '') + describe(exception),
      frame: toSafeText(findOwnFrame(exception.stack ?? [], places)),
    };
  });
}

function describe({ type, message }: ExceptionBlock): string {
  const [firstLine = ''] = asText(message).split('\n', 1);
  return toSafeText([asText(type), firstLine].filter((part) => part !== '').join(': ')) || 'Exception';
}

/** Node's own modules, as V8 and as enriched documents write them, and packages. */
const FOREIGN = /^(?:node(?:[:/]|$)|internal\/)|[\\/]node_modules[\\/]|<anonymous>/;

function findOwnFrame(stack: readonly StackFrameBlock[], places: CodePlaces): string {
  for (const { path, line } of stack) {
    const place = asText(path);
    // Without a line it is no place in a file: `native`, or what is left of a URL that the exporter cannot read.
    if (place === '' || (line ?? 0) <= 0 || FOREIGN.test(place)) continue;
    if (pathBelow(places.packageDirectory, place) !== undefined) continue;
    return `${pathBelow(places.workingDirectory, place) ?? place}:${line}`;
  }
  return '';
}

/** The rest of a path that lies below the folder. */
function pathBelow(directory: string, path: string): string | undefined {
  if (directory === '') return undefined;
  const base = directory.replace(/[\\/]$/, '');
  // Paths of enriched documents have no colon, for the exporter ends them there.
  for (const prefix of [base, base.replace(/^([a-z]):/i, '$1')]) {
    if (path.startsWith(prefix) && /^[\\/]./.test(path.slice(prefix.length))) return path.slice(prefix.length + 1);
  }
  return undefined;
}
