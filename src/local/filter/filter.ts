/** A filter expression, read. Conditions on a trace, or inside `service`, `edge` and `rootcause` on what these name. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'flag'; readonly keyword: string; readonly value: boolean }
  | NumberFilter
  | TextFilter
  | { readonly kind: 'present'; readonly keyword: string }
  | AnnotationFilter
  | ServiceFilter
  | EdgeFilter
  | RootCauseFilter
  | { readonly kind: 'rootcause-json'; readonly value: unknown }
  | { readonly kind: 'group'; readonly by: 'name' | 'arn'; readonly value: string };

/** How numbers are compared. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** How texts are compared; case counts. */
export type TextOperator = '=' | '!=' | 'CONTAINS' | 'BEGINSWITH' | 'ENDSWITH';

/** A number compared; durations are seconds. */
export interface NumberFilter {
  readonly kind: 'number';
  readonly keyword: string;
  readonly operator: Comparison;
  readonly value: number;
}

/** A text compared. */
export interface TextFilter {
  readonly kind: 'text';
  readonly keyword: string;
  readonly operator: TextOperator;
  readonly value: string;
}

/** An annotation that is there, or has a value. */
export interface AnnotationFilter {
  readonly kind: 'annotation';
  readonly key: string;
  /** In `edge` only: on the calling or on the called side. */
  readonly side?: 'source' | 'destination';
  readonly test?: { readonly operator: Comparison | TextOperator; readonly value: string | number | boolean };
}

/** A node by any of its parts. */
export interface Selector {
  readonly name?: string;
  readonly type?: string;
  readonly accountId?: string;
}

/** Some node on the way is the named one (or any), and what it did matches. */
export interface ServiceFilter {
  readonly kind: 'service';
  readonly selector?: Selector;
  readonly inner?: Filter;
}

/** Some call between the named nodes (or any), as the caller saw it, matches. */
export interface EdgeFilter {
  readonly kind: 'edge';
  readonly source?: Selector;
  readonly target?: Selector;
  readonly inner?: Filter;
}

/** Some part of a root cause matches. */
export interface RootCauseFilter {
  readonly kind: 'rootcause';
  readonly cause: 'fault' | 'error' | 'responsetime';
  readonly level: 'service' | 'entity' | 'exception';
  readonly inner?: Filter;
}
