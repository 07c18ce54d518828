const NARROW_ONLY = /^[\x20-\x7e]*$/;
const ZERO_WIDTH = /^[\p{M}\p{Cf}]+$/u;
const EMOJI = /\p{Emoji_Presentation}|\u{fe0f}/u;

// The blocks that terminals draw two cells wide (https://www.unicode.org/reports/tr11/): Hangul, CJK, full-width forms.
const WIDE =
  /^[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{a960}-\u{a97c}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many cells a terminal gives to the text, which must be free of control characters. */
export function displayWidth(text: string): number {
  if (NARROW_ONLY.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += graphemeWidth(segment);
  return width;
}

function graphemeWidth(grapheme: string): number {
  if (EMOJI.test(grapheme) || WIDE.test(grapheme)) return 2;
  return ZERO_WIDTH.test(grapheme) ? 0 : 1;
}

/** The text if it fits into `width` cells, else its beginning and `…`. */
export function truncateEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width > 0 ? `${takeStart(text, width - 1)}…` : '';
}

function takeStart(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width) break;
    taken += segment;
  }
  return taken;
}

/** The text if it fits into `width` cells, else `…` and its end; for paths, whose end says most. */
export function truncateStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const segments = Array.from(segmenter.segment(text), ({ segment }) => segment);
  let kept = '';
  let used = 0;
  for (const segment of segments.toReversed()) {
    used += graphemeWidth(segment);
    if (used > width - 1) break;
    kept = segment + kept;
  }
  return width > 0 ? `…${kept}` : '';
}

/** The text with spaces behind it up to `width` cells. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** The text with spaces before it up to `width` cells. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** The text in lines of at most `width` cells, broken at spaces where that is possible; the last of `maxLines` is cut. */
export function wrapText(text: string, width: number, maxLines: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (lines.length < maxLines - 1 && displayWidth(rest) > width) {
    const fitting = takeStart(rest, width);
    const space = fitting.lastIndexOf(' ');
    const line = space > fitting.length / 2 ? fitting.slice(0, space) : fitting;
    if (line === '') break;
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return [...lines, truncateEnd(rest, width)];
}
