/** Tests a text in lower case; undefined is a text that is not there. */
export type TextTest = (lowerCaseText: string | undefined) => boolean;

/** Whether a pattern matches everything, even a text that is not there. */
export function isMatchAll(pattern: string): boolean {
  return /^\*+$/.test(pattern);
}

/**
 * Compiles a pattern of a sampling rule: `*` is any run of characters, `?` is one, case does not count, and the whole
 * text must match. A text that is not there matches only `*`. The time is at most the product of both lengths, for
 * most patterns that of one comparison.
 */
export function compileWildcard(pattern: string): TextTest {
  if (isMatchAll(pattern)) return () => true;
  const wanted = pattern.toLowerCase().replaceAll(/\*+/g, '*');
  const body = wanted.replace(/^\*/, '').replace(/\*$/, '');
  if (/[*?]/.test(body)) return (text) => text !== undefined && matches(wanted, text);
  const isOpenBefore = wanted.startsWith('*');
  const isOpenBehind = wanted.endsWith('*');
  if (isOpenBefore && isOpenBehind) return (text) => text?.includes(body) === true;
  if (isOpenBefore) return (text) => text?.endsWith(body) === true;
  if (isOpenBehind) return (text) => text?.startsWith(body) === true;
  return (text) => text === body;
}

/**
 * Goes through both once; where they part, the last `*` takes one more character and matching goes on behind it. No
 * earlier `*` ever needs to be tried again.
 */
function matches(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let lastStar = -1;
  let takenByStar = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      lastStar = inPattern;
      takenByStar = inText;
      inPattern += 1;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[inText])) {
      inPattern += 1;
      inText += 1;
    } else if (lastStar >= 0) {
      takenByStar += 1;
      inText = takenByStar;
      inPattern = lastStar + 1;
    } else {
      return false;
    }
  }
  return inPattern === pattern.length || (pattern[inPattern] === '*' && inPattern + 1 === pattern.length);
}
