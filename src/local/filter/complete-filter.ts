import type { FilterCompletion, FilterResult } from '../api/console-api.ts';
import { FILTER_KEYWORDS } from './filter-keywords.ts';
import type { Expectation } from './filter-parser.js';
import { expectedAfter, MAX_FILTER_LENGTH } from './parse-filter.ts';

/** What the store knows that expressions may name. */
export interface KnownValues {
  /** Keys of annotations. */
  annotationKeys(): readonly string[];
  /** Values that a keyword has somewhere: `name`, `type`, `http.url`, `annotation.KEY`. */
  valuesOf(keyword: string): readonly string[];
}

/** More than a list shows. */
const MAX_COMPLETIONS = 50;

/** What could stand at the cursor, which is behind `text`. */
export function completeFilter(text: string, known: KnownValues): FilterResult['completions'] {
  if (text.length > MAX_FILTER_LENGTH) return { from: text.length, items: [] };
  const open = openStringIn(text);
  if (open !== undefined) {
    const typed = text.slice(open + 1);
    const expected = expectedAfter(text.slice(0, open));
    return { from: open, items: expected.some(isText) ? completeValues(text.slice(0, open), typed, known) : [] };
  }
  const from = /[\w.-]*$/.exec(text)?.index ?? text.length;
  const typed = text.slice(from).toLowerCase();
  const expected = expectedAfter(text.slice(0, from));
  const words = expected.flatMap((item) => (item.type === 'literal' ? completeWord(item.text, known) : []));
  const values = expected.some(isText) && typed === '' ? completeValues(text.slice(0, from), '', known) : [];
  const operators = words.filter(({ kind }) => kind === 'operator');
  const keywords = words.filter(({ kind }) => kind !== 'operator');
  const items = [...values, ...operators, ...keywords].filter(({ text: word }) => word.toLowerCase().startsWith(typed));
  return { from, items: items.slice(0, MAX_COMPLETIONS) };
}

/** Where a string opens that does not close. */
function openStringIn(text: string): number | undefined {
  let open: number | undefined;
  for (const { 0: token, index } of text.matchAll(/\\.|"/g)) {
    if (token !== '"') continue;
    open = open === undefined ? index : undefined;
  }
  return open;
}

function isText(item: Expectation): boolean {
  return item.type === 'other' && item.description.startsWith('a string');
}

/** Words that begin with what the grammar expects; it takes some of them in pieces. */
function completeWord(literal: string, known: KnownValues): readonly FilterCompletion[] {
  const keyword = (text: string, detail?: string): FilterCompletion => ({
    text,
    kind: 'keyword',
    ...(detail !== undefined && { detail }),
  });
  switch (literal) {
    case 'rootcause.':
      return ['fault', 'error', 'responsetime'].flatMap((cause) =>
        ['service', 'entity', 'exception'].map((level) => keyword(`rootcause.${cause}.${level}`)),
      );
    case 'group.':
      return [keyword('group.name', 'the filter of a group'), keyword('group.arn')];
    case 'source':
    case 'destination':
      return completeAnnotations(`${literal}.`, known);
    case 'annotation':
      return completeAnnotations('', known);
    case '"true"':
    case '"false"':
      return [];
    default:
      if (/^[a-z]/i.test(literal)) return [keyword(literal, FILTER_KEYWORDS.get(literal)?.detail)];
      return [{ text: literal, kind: 'operator' }];
  }
}

function completeAnnotations(prefix: string, known: KnownValues): readonly FilterCompletion[] {
  return known.annotationKeys().map((key) => {
    const isPlain = /^[A-Za-z0-9_.-]+$/.test(key);
    const text = `${prefix}annotation${isPlain ? `.${key}` : `[${JSON.stringify(key)}]`}`;
    return { text, kind: 'keyword', detail: 'annotation' };
  });
}

function completeValues(before: string, typed: string, known: KnownValues): readonly FilterCompletion[] {
  const keyword = keywordBefore(before);
  if (keyword === undefined) return [];
  const lowered = typed.toLowerCase();
  return known
    .valuesOf(keyword)
    .filter((value) => value.toLowerCase().includes(lowered))
    .slice(0, MAX_COMPLETIONS)
    .map((value) => ({ text: JSON.stringify(value), kind: 'value' }));
}

/** The keyword that a value at the end of the text would be compared with. */
function keywordBefore(text: string): string | undefined {
  const compared = /([\w.[\]"-]+)\s*(?:!=|=|contains|beginswith|endswith|:)\s*$/i.exec(text)?.[1];
  if (compared !== undefined) {
    const key = /annotation(?:\.([\w.-]+)|\["?([^\]"]+)"?\])$/i.exec(compared);
    return key === null ? compared.toLowerCase() : `annotation.${key[1] ?? key[2] ?? ''}`;
  }
  return /(?:service|edge)\s*\(\s*(?:[^()]*,\s*)?$/i.test(text) ? 'name' : undefined;
}
