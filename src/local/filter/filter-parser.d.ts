import type { Filter } from './filter.ts';
import type { FilterScope } from './filter-keywords.ts';

/** What the parser asks about the place that it is at. */
export interface ParseOptions {
  readonly allows: (keyword: string, scope: FilterScope) => boolean;
}

/** What could have stood where the text stopped making sense. */
export type Expectation =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'other'; readonly description: string }
  | { readonly type: 'class'; readonly parts: readonly (string | readonly [string, string])[] }
  | { readonly type: 'any' | 'end' };

/** The text is no filter expression. */
export declare class SyntaxError extends globalThis.SyntaxError {
  readonly expected: readonly Expectation[] | null;
  readonly location: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } };
}

/** Null for an empty expression; throws a {@link SyntaxError}. */
export declare function parse(text: string, options: ParseOptions): Filter | null;
