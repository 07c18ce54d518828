/** Far more than a terminal's line; what is longer is cut before it costs time. */
const MAX_LENGTH = 1000;

const ZERO_WIDTH_JOINERS = '\u{200c}\u{200d}';
// Control, format (among them those that turn the direction of text) and half characters.
const UNSAFE = new RegExp(`[\\p{Cc}\\p{Cs}]|(?![${ZERO_WIDTH_JOINERS}])\\p{Cf}`, 'gu');

/**
 * Text from a span as one line that does nothing to a terminal: white space becomes single spaces, control
 * characters become their pictures (`␛` for ESC), other unsafe characters U+FFFD. At most 1000 UTF-16 units.
 */
export function toSafeText(text: string): string {
  const shortened = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
  return neutralize(shortened.replaceAll(/\s+/gu, ' ').trim());
}

/** Text on one line that does nothing to a terminal, each of its characters in its place, white space too. */
export function neutralize(text: string): string {
  return text.replaceAll(/\s/gu, ' ').replaceAll(UNSAFE, picture);
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u{2421}' : '\u{fffd}';
}
