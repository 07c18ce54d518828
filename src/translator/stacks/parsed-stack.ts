import type { DocumentInteger, StackFrameBlock } from '../../xray/segment-document.ts';
import { toDocumentInteger } from '../document-value.ts';
import { parseDecimal } from '../parse-decimal.ts';

/** An exception that another one wraps, as a stack's text tells it. */
export interface ParsedCause {
  readonly type: string;
  readonly message: string;
  readonly frames: readonly StackFrameBlock[];
}

/** What a stack's text tells of an exception. */
export interface ParsedStack {
  readonly frames: readonly StackFrameBlock[];
  /** Each wrapped by the one before it, the first by the exception itself. */
  readonly causes: readonly ParsedCause[];
}

/** Reads the stack of one language. Total: any text gives a stack, if need be an empty one, in linear time. */
export type StackParser = (text: string) => ParsedStack;

/** A frame whose line is told as text; 0 if that is no number. */
export function makeFrame(path: string, line: string, label: string): StackFrameBlock {
  return { path, line: toLine(line), label };
}

/** A stack without causes. */
export function makeStack(frames: readonly StackFrameBlock[]): ParsedStack {
  return { frames, causes: [] };
}

/**
 * The lines after the first, which repeats the message. Lines end by LF or CRLF; what follows the last end counts only
 * if it is not empty.
 */
export function linesAfterMessage(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const ended = lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return (last === '' ? ended : [...ended, last]).slice(1);
}

function toLine(text: string): DocumentInteger {
  return toDocumentInteger(parseDecimal(text)?.value ?? 0n);
}
