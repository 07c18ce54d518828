import { accepted, partly, type Parser, refused } from './parsed.ts';
import { quoteValue } from './printable.ts';

/**
 * Makes a parser for values separated by commas. Empty entries and repetitions are dropped; entries that
 * `parseItem` does not know are left out and reported together; with no entry left the text is refused.
 *
 * @param parseItem gives the value of one trimmed entry, or undefined where it is not allowed
 */
export function parseList<Value>(parseItem: (item: string) => Value | undefined): Parser<readonly Value[]> {
  return (text) => {
    const values = new Set<Value>();
    const unknown: string[] = [];
    for (const item of splitList(text)) {
      const value = parseItem(item);
      if (value === undefined) {
        unknown.push(item);
      } else {
        values.add(value);
      }
    }
    if (values.size === 0) {
      return refused();
    }
    return unknown.length === 0 ? accepted([...values]) : partly([...values], `has ${quoteValue(unknown.join(', '))}`);
  };
}

/** Splits at commas, trims each entry and drops empty ones. */
export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
