import type { StackFrameBlock } from '../../xray/segment-document.ts';
import { linesAfterMessage, makeFrame, makeStack, type ParsedStack } from './parsed-stack.ts';

const GOROUTINE = /^goroutine[^]*\brunning\b/;
const SPACE_OR_COLON = /[\t\n\f\r :]/;
const DIGITS = /\d+/y;

/** Stacks of Go: pairs of lines, the call and then `path:line`; a pair without a place takes the one before. */
export function parseGoStack(text: string): ParsedStack {
  const lines = linesAfterMessage(text);
  const frames: StackFrameBlock[] = [];
  let place: Place = { path: '', line: '' };
  for (let index = 0; index < lines.length; index += 2) {
    if (isGoroutine(lines[index] ?? '')) index += 1;
    place = findPlace(lines[index + 1] ?? '') ?? place;
    frames.push(makeFrame(place.path, place.line, lines[index] ?? ''));
  }
  return makeStack(frames);
}

interface Place {
  readonly path: string;
  readonly line: string;
}

function isGoroutine(line: string): boolean {
  return line.endsWith(':') && GOROUTINE.test(line);
}

/** The first `path:digits` in a line, as `([^:\s]+):(\d+)` would find it, but in linear time. */
function findPlace(line: string): Place | undefined {
  for (let colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', colon + 1)) {
    DIGITS.lastIndex = colon + 1;
    const digits = DIGITS.exec(line)?.[0];
    const start = startOfPath(line, colon);
    if (digits !== undefined && start < colon) return { path: line.slice(start, colon), line: digits };
  }
  return undefined;
}

function startOfPath(line: string, colon: number): number {
  let start = colon;
  while (start > 0 && !SPACE_OR_COLON.test(line.charAt(start - 1))) start -= 1;
  return start;
}
