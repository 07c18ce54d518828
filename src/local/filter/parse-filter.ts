import type { FilterError } from '../api/console-api.ts';
import { allowsKeyword, FILTER_KEYWORDS } from './filter-keywords.ts';
import { type Expectation, parse, SyntaxError } from './filter-parser.js';
import { findSimilar } from './find-similar.ts';
import type { Filter } from './filter.ts';

/** A filter, undefined for an expression that is empty and takes every trace, or what is wrong. */
export type ParsedFilter =
  | { readonly ok: true; readonly filter: Filter | undefined }
  | { readonly ok: false; readonly error: FilterError };

/** Longer expressions are not read, in UTF-16 units. */
export const MAX_FILTER_LENGTH = 2000;

/** Brackets may lie so deep in one another. */
const MAX_DEPTH = 64;

/** Reads a filter expression. Never throws. */
export function parseFilter(text: string): ParsedFilter {
  if (text.length > MAX_FILTER_LENGTH) {
    return fail(MAX_FILTER_LENGTH, text.length, [], `The expression is longer than ${MAX_FILTER_LENGTH} characters.`);
  }
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    return fail(tooDeep, tooDeep + 1, [], `The brackets lie more than ${MAX_DEPTH} deep in one another.`);
  }
  try {
    return { ok: true, filter: parse(text, { allows: allowsKeyword }) ?? undefined };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = error.location.start.offset;
    const expected = describeExpected(toLiterals(error.expected));
    return fail(position, endOfWord(text, position), expected, describeFault(text, position, expected));
  }
}

/** Texts that could stand at the end of `text`; none where it is wrong already. */
export function expectedAfter(text: string): readonly Expectation[] {
  const sentinel = '\u{1}';
  if (text.length > MAX_FILTER_LENGTH || findTooDeep(text) !== undefined) return [];
  try {
    parse(text + sentinel, { allows: allowsKeyword });
  } catch (error) {
    if (error instanceof SyntaxError && error.location.start.offset === text.length) return toLiterals(error.expected);
  }
  return [];
}

/** Peggy makes one class of neighbouring characters, such as `[<->]`; here they are three operators. */
function toLiterals(expected: readonly Expectation[] | null): readonly Expectation[] {
  return (expected ?? []).flatMap((item) => {
    if (item.type !== 'class') return [item];
    return item.parts.flatMap((part) => {
      const [first, last] = typeof part === 'string' ? [part, part] : part;
      const codes = Array.from(
        { length: last.charCodeAt(0) - first.charCodeAt(0) + 1 },
        (_, index) => index + first.charCodeAt(0),
      );
      return codes.map((code): Expectation => ({ type: 'literal', text: String.fromCharCode(code) }));
    });
  });
}

function fail(position: number, end: number, expected: readonly string[], message: string): ParsedFilter {
  return { ok: false, error: { position, end, expected, message } };
}

/** Strings, operators, words and single characters, whether they make sense or not. */
const TOKENS = /"(?:[^"\\]|\\[^])*"?|!=|[\w.]+|\S/g;

/** Where the first bracket or negation is that lies one too deep in others; those in strings do not count. */
function findTooDeep(text: string): number | undefined {
  /** How deep it was before each bracket that is open. */
  const outside: number[] = [];
  let depth = 0;
  let negations = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (/^(?:!|not)$/i.test(token)) negations += 1;
    else if (/^[({[]$/.test(token)) {
      outside.push(depth);
      depth += negations + 1;
      negations = 0;
    } else {
      // What was negated ends with its first word or with its bracket.
      if (/^[)}\]]$/.test(token)) depth = outside.pop() ?? 0;
      negations = 0;
    }
    if (depth + negations > MAX_DEPTH) return index;
  }
  return undefined;
}

function endOfWord(text: string, position: number): number {
  const word = /^[\w.]+|^./u.exec(text.slice(position))?.[0] ?? '';
  return position + word.length;
}

/** Keywords, operators and kinds of values, each once, in alphabetical order. */
function describeExpected(expected: readonly Expectation[]): readonly string[] {
  const texts = expected.map((item) => {
    if (item.type === 'literal') return item.text.startsWith('"') ? '' : item.text;
    if (item.type === 'other') return item.description === 'white space' ? '' : item.description;
    return item.type === 'end' ? 'the end' : '';
  });
  return [...new Set(texts.filter((text) => text !== ''))].sort();
}

function describeFault(text: string, position: number, expected: readonly string[]): string {
  const word = text.slice(position, endOfWord(text, position));
  const known = FILTER_KEYWORDS.has(word.toLowerCase());
  const got =
    word === ''
      ? 'the expression ends here'
      : `got ${JSON.stringify(word)}${known ? ', which makes no sense here' : ''}`;
  const isKeyword = (item: string): boolean =>
    FILTER_KEYWORDS.has(item) || item.endsWith('.') || item === 'destination';
  const hint = hintAt(text, position, word, expected);
  const rest = expected.filter((item) => !isKeyword(item)).map(quoteLiteral);
  const all = expected.some(isKeyword) ? ['a keyword', ...rest] : rest;
  if (all.length === 0) return `Nothing is expected here; ${got}${hint}.`;
  const list = all.length === 1 ? all[0] : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
  return `Expected ${list}; ${got}${hint}.`;
}

/** What may have been meant, as the end of a sentence; empty where nothing comes to mind. */
function hintAt(text: string, position: number, word: string, expected: readonly string[]): string {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s)\b/i.exec(text.slice(position)) ?? [];
  if (unit !== undefined) {
    const seconds = Number(digits) / (unit.toLowerCase() === 's' ? 1 : 1000);
    return `; times are in seconds without a unit: ${seconds}`;
  }
  const meant = findSimilar(word, expected);
  return meant === undefined ? '' : `; perhaps "${meant}"`;
}

function quoteLiteral(item: string): string {
  return /^(?:an?|the) |^JSON$/.test(item) ? item : `"${item}"`;
}
