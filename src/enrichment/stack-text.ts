import { isFrameIn, rewriteFrame } from './stack-frame.ts';

const MAX_FRAMES = 50;
const MAX_CAUSES = 20;
/** A stack of V8 has ten frames unless the application asks for more; what lies behind this is not looked at. */
const MAX_CHARACTERS = 256 * 1024;
const MAX_HEADER_CHARACTERS = 1000;

const FRAME = /^\s+at (.+)$/;
const CAUSE = /^\s*(?:\[cause\]|caused by): ?(.*)$/i;
/** Before the rest of an inspected error: `{` opens its fields, `}` and `]` close some. */
const TRAILING_BRACE = / \{$/;
const OTHER_ERRORS = /^\s*\[errors\]: \[/;

/** One of an error's causes. */
export interface ErrorCause {
  readonly type: string;
  readonly message: string;
  /** As {@link RewrittenStack.stack}; empty where the cause has no frames. */
  readonly stack: string;
}

/** A stack in the words of the exporter's `javascript` parser. */
export interface RewrittenStack {
  /** The first line, then a line for each frame, at most 50. */
  readonly stack: string;
  /** At most 20, the outermost first. */
  readonly causes: readonly ErrorCause[];
}

/**
 * Reads the text of `error.stack`, or of an inspected error with its causes (`[cause]: Error: …`), and writes each
 * frame as the exporter reads it. Undefined where no frame of V8 is in it.
 *
 * @param hiddenFolder code whose frames are not shown: a path with a separator at its end
 */
export function rewriteStack(text: string, hiddenFolder?: string): RewrittenStack | undefined {
  const isHidden = (frame: string): boolean => hiddenFolder !== undefined && isFrameIn(frame, hiddenFolder);
  const shortened = text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text;
  const [first, ...causes] = readSections(shortened, isHidden);
  if (first === undefined || (first.frames.length === 0 && causes.length === 0)) return undefined;
  return { stack: writeStack(first), causes: causes.map(toCause) };
}

interface Section {
  readonly header: string[];
  readonly frames: string[];
  hidden: number;
  /** Whether further frames are this error's own. */
  isOpen: boolean;
  /** Whether the message may go on in the next line. */
  isHeaderOpen: boolean;
}

function readSections(text: string, isHidden: (frame: string) => boolean): readonly Section[] {
  const lines = text.split('\n');
  const sections = [createSection(lines[0] ?? '')];
  for (let index = 1; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trimEnd();
    const section = sections.at(-1);
    const frame = FRAME.exec(line)?.[1];
    if (frame !== undefined) addFrame(section, frame.replace(TRAILING_BRACE, ''), isHidden);
    else {
      const cause = CAUSE.exec(line)?.[1];
      if (cause !== undefined && sections.length > MAX_CAUSES) break;
      if (cause !== undefined) sections.push(createSection(cause));
      else if (section !== undefined) readOtherLine(section, line);
    }
  }
  return sections;
}

function createSection(header: string): Section {
  const text = header.trimEnd();
  const message = text.replace(TRAILING_BRACE, '');
  return { header: [message], frames: [], hidden: 0, isOpen: true, isHeaderOpen: message === text };
}

function addFrame(section: Section | undefined, frame: string, isHidden: (frame: string) => boolean): void {
  if (section === undefined || !section.isOpen) return;
  section.isHeaderOpen = false;
  if (isHidden(frame)) return;
  if (section.frames.length < MAX_FRAMES) section.frames.push(rewriteFrame(frame));
  else section.hidden += 1;
}

/** Before the first frame the message goes on, indented in a cause; behind the frames stand the error's own fields. */
function readOtherLine(section: Section, line: string): void {
  if (OTHER_ERRORS.test(line)) section.isOpen = false;
  else if (section.isHeaderOpen && section.header.length < MAX_FRAMES) section.header.push(line.trimStart());
}

function writeStack({ header, frames, hidden }: Section): string {
  const last = hidden === 0 ? [] : [`    at ${hidden + 1} more(not shown)`];
  const shown = hidden === 0 ? frames : frames.slice(0, MAX_FRAMES - 1);
  return [(header[0] ?? '').slice(0, MAX_HEADER_CHARACTERS), ...shown, ...last].join('\n');
}

const HEADER = /^([\w$.]+(?: \[\w+\])?): (.*)$/s;
const BARE_TYPE = /^[A-Z][\w$]*$/;

function toCause(section: Section): ErrorCause {
  const joined = section.header.join('\n').trim().slice(0, MAX_HEADER_CHARACTERS);
  // An error without frames is inspected in brackets.
  const text = joined.startsWith('[') && joined.endsWith(']') ? joined.slice(1, -1) : joined;
  const [, type = '', message = ''] = HEADER.exec(text) ?? (BARE_TYPE.test(text) ? ['', text, ''] : ['', '', text]);
  return { type, message, stack: section.frames.length === 0 ? '' : writeStack(section) };
}
