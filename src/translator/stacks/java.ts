import type { StackFrameBlock } from '../../xray/segment-document.ts';
import { dropFirstByte } from '../divided-character.ts';
import { linesAfterMessage, makeFrame, type ParsedCause, type ParsedStack } from './parsed-stack.ts';

const FRAME = '\tat ';
const CAUSE = 'Caused by: ';

interface CauseDraft extends ParsedCause {
  message: string;
  readonly frames: StackFrameBlock[];
}

/**
 * Stacks of Java, and of PHP, whose SDK writes them alike: `\tat label(path:line)` and `Caused by: type: message`.
 * Everything else, `... 12 more` and suppressed exceptions, is left out.
 */
export function parseJavaStack(text: string): ParsedStack {
  const frames: StackFrameBlock[] = [];
  const causes: CauseDraft[] = [];
  // A message goes on over further lines until the next frame.
  let isInMessage = false;
  for (const line of linesAfterMessage(text)) {
    const cause = causes.at(-1);
    if (isFrame(line)) {
      isInMessage = false;
      (cause?.frames ?? frames).push(readFrame(line));
    } else if (isInMessage && cause !== undefined) {
      cause.message += line;
    } else if (line.startsWith(CAUSE)) {
      isInMessage = true;
      causes.push(readCause(line.slice(CAUSE.length)));
    }
  }
  return { frames, causes };
}

function isFrame(line: string): boolean {
  return line.startsWith(FRAME) && line.includes('(') && line.endsWith(')');
}

function readFrame(line: string): StackFrameBlock {
  const parenthesis = line.indexOf('(');
  const label = line.slice(FRAME.length, parenthesis);
  const place = line.slice(parenthesis + 1, -1);
  const colon = place.indexOf(':');
  // Without the class loader or module that may stand before a slash.
  const withoutModule = label.slice(label.indexOf('/') + 1);
  if (colon < 0) return makeFrame(place, '', withoutModule);
  return makeFrame(place.slice(0, colon), place.slice(colon + 1), withoutModule);
}

function readCause(text: string): CauseDraft {
  const colon = text.indexOf(':');
  if (colon < 0) return { type: text, message: '', frames: [] };
  // A space is expected after the colon; whatever stands there is skipped.
  return { type: text.slice(0, colon), message: dropFirstByte(text.slice(colon + 1)), frames: [] };
}
