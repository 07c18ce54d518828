import { accepted, type Parser, refused } from './parsed.ts';
import { parseList } from './parse-list.ts';

/**
 * Makes a parser for the names of exporters, separated by commas. `none` alone gives an empty list; beside
 * others it contradicts them, so the whole text is refused.
 */
export function parseExporters<const Name extends string>(names: readonly Name[]): Parser<readonly Name[]> {
  const parseNames = parseList<Name | 'none'>((item) => {
    const word = item.toLowerCase();
    return word === 'none' ? 'none' : names.find((name) => name === word);
  });
  return (text) => {
    const parsed = parseNames(text);
    if (parsed.kind === 'refused') {
      return refused();
    }
    const chosen = parsed.value.filter((name): name is Name => name !== 'none');
    if (chosen.length === parsed.value.length) {
      return { ...parsed, value: chosen };
    }
    return chosen.length === 0 && parsed.kind === 'accepted' ? accepted([]) : refused();
  };
}
