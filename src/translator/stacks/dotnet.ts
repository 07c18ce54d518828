import type { StackFrameBlock } from '../../xray/segment-document.ts';
import { dropFirstByte } from '../divided-character.ts';
import { linesAfterMessage, makeFrame, makeStack, type ParsedStack } from './parsed-stack.ts';

const FRAME = 'at ';
const PLACE = ' in ';
const LINE = 'line';

/** Go's white space: JavaScript's `trim` knows U+FEFF in addition and not U+0085. */
const SPACES = new Set('\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000'.concat(...enSpaces()));

/** Stacks of .NET: `at label in path:line 3`, or `at label` without a place. */
export function parseDotnetStack(text: string): ParsedStack {
  const frames: StackFrameBlock[] = [];
  for (const line of linesAfterMessage(text)) {
    const trimmed = trimSpaces(line);
    const frame = trimmed.startsWith(FRAME) ? readFrame(trimmed) : undefined;
    if (frame !== undefined) frames.push(frame);
  }
  return makeStack(frames);
}

function readFrame(line: string): StackFrameBlock | undefined {
  const [label = '', place] = line.split(PLACE, 2);
  if (place !== undefined) return readPlace(place, label.slice(FRAME.length));
  const parenthesis = line.lastIndexOf(')');
  return parenthesis < 0 ? undefined : makeFrame('', '', line.slice(FRAME.length, parenthesis + 1));
}

function readPlace(place: string, label: string): StackFrameBlock {
  const colon = place.lastIndexOf(':');
  if (colon < 0) return makeFrame(place, '', label);
  const number = place.slice(colon + 1);
  // A space is expected after "line"; whatever stands there is skipped.
  const line = number.startsWith(LINE) ? dropFirstByte(number.slice(LINE.length)) : number;
  return makeFrame(place.slice(0, colon), line, label);
}

function trimSpaces(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && SPACES.has(line.charAt(start))) start += 1;
  while (end > start && SPACES.has(line.charAt(end - 1))) end -= 1;
  return line.slice(start, end);
}

/** U+2000 to U+200A. */
function enSpaces(): string[] {
  return Array.from({ length: 11 }, (_, index) => String.fromCharCode(0x20_00 + index));
}
