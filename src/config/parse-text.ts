import { accepted, type Parser, refused } from './parsed.ts';

/**
 * Makes a parser for free text of at most `maxLength` characters. Control characters and lone surrogates are
 * refused: a collector rejects or mangles them in names, and a file of such a name is a mistake.
 */
export function parseText(maxLength: number): Parser<string> {
  return (text) => (text.length <= maxLength && isCleanText(text) ? accepted(text) : refused());
}

/** Tells whether the text is without control characters and lone surrogates. */
export function isCleanText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}
