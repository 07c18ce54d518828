import { displayWidth, truncateEnd, truncateStart } from './display-width.ts';
import { neutralize } from './safe-text.ts';

/** What is wrong, in UTF-16 units from 0; it may lie at the end of the text, where something is missing. */
export interface FaultPlace {
  readonly position: number;
  readonly end: number;
}

const INDENT = '  ';

/**
 * A text of the user's, and below it a mark under what is wrong with it: two indented lines of at most `width` cells,
 * without a line break at the end. Of what is longer the surroundings of the place are shown.
 */
export function underlineFault(text: string, { position, end }: FaultPlace, width: number): string {
  const room = Math.max(1, width - INDENT.length);
  const wrong = truncateEnd(neutralize(text.slice(position, end)), Math.max(1, Math.floor(room / 2)));
  const markWidth = Math.max(1, displayWidth(wrong));
  const before = truncateStart(neutralize(text.slice(0, position)), room - markWidth);
  const indent = displayWidth(before);
  const behind = truncateEnd(neutralize(text.slice(end)), room - indent - displayWidth(wrong));
  return `${INDENT}${`${before}${wrong}${behind}`.trimEnd()}\n${INDENT}${' '.repeat(indent)}${'^'.repeat(markWidth)}`;
}
