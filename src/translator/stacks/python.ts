import type { StackFrameBlock } from '../../xray/segment-document.ts';
import { dropFirstByte, dropLastByte } from '../divided-character.ts';
import { makeFrame, type ParsedCause, type ParsedStack } from './parsed-stack.ts';

const FRAME = '  File ';
const CHAIN = 'During handling of the above exception, another exception occurred:';
const LINE = ' line ';
const LABEL = ' in ';

interface CauseDraft extends ParsedCause {
  readonly frames: StackFrameBlock[];
}

/**
 * Stacks of Python: `  File "path", line 3, in label`, innermost last, so they are read from the end. The exceptions
 * that were being handled stand above; a path with a comma loses its frame.
 */
export function parsePythonStack(text: string): ParsedStack {
  // The last line repeats the message.
  const lines = text.split('\n').slice(0, -1);
  const frames: StackFrameBlock[] = [];
  const causes: CauseDraft[] = [];
  let index = lines.length - 1;
  while (index >= 0) {
    const line = lines[index] ?? '';
    if (line.startsWith(FRAME)) {
      readFrame(line, causes.at(-1)?.frames ?? frames);
    } else if (line.startsWith(CHAIN)) {
      const frameIndex = lastFrameBefore(lines, index);
      const cause = frameIndex < 0 ? undefined : readCause(lines, frameIndex, index);
      if (cause === undefined) break;
      causes.push(cause);
      index = frameIndex;
      continue;
    }
    index -= 1;
  }
  return { frames, causes };
}

function readFrame(line: string, frames: StackFrameBlock[]): void {
  const [file = '', lineNumber, label, ...more] = line.split(',', 4);
  if (lineNumber === undefined || label === undefined || more.length > 0) return;
  // Between the quotes, whatever stands in their place.
  const path = dropLastByte(dropFirstByte(file.slice(FRAME.length)));
  frames.push(makeFrame(path, textAfter(LINE, lineNumber), textAfter(LABEL, label)));
}

function textAfter(prefix: string, text: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : '';
}

function lastFrameBefore(lines: readonly string[], end: number): number {
  for (let index = end - 1; index >= 0; index -= 1) {
    if (lines[index]?.startsWith(FRAME) === true) return index;
  }
  return -1;
}

/** The message stands between the source line after the last frame and the empty line before the chaining line. */
function readCause(lines: readonly string[], frameIndex: number, chainIndex: number): CauseDraft | undefined {
  const text = lines.slice(frameIndex + 2, Math.max(chainIndex - 1, 0)).join('\n');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { type: text.slice(0, colon), message: dropFirstByte(text.slice(colon + 1)), frames: [] };
}
