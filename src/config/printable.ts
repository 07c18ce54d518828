// Control, format, surrogate and unassigned characters can move a terminal's cursor, forge a second log line or
// turn text around, so none of them reaches a diagnostic.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * Gives the text with every unprintable character escaped (`\n`, `\u{1b}`, `\u{d800}`), cut to `maxLength`
 * characters with `…` at the end where it was longer. Work and result are bounded by `maxLength`.
 */
export function toPrintable(text: string, maxLength: number): string {
  let printable = '';
  // Each character takes at least one place, so nothing beyond this slice can be shown.
  for (const character of text.slice(0, maxLength + 1)) {
    const next = UNPRINTABLE.test(character) ? escapeCharacter(character) : character;
    if (printable.length + next.length > maxLength) {
      return `${cutTo(printable, maxLength - 1)}…`;
    }
    printable += next;
  }
  return printable;
}

/** Quotes a user's value for a diagnostic: at most 60 printable characters, and its length when it was cut. */
export function quoteValue(text: string): string {
  const shown = toPrintable(text, 60);
  return shown.endsWith('…') && !text.endsWith('…') ? `"${shown}" (${String(text.length)} characters)` : `"${shown}"`;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    default:
      return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  }
}

function cutTo(text: string, length: number): string {
  const cut = text.slice(0, length);
  // Half of a pair would be a lone surrogate again.
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
