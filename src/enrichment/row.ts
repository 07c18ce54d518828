import type { Service } from './service.ts';
import type { SpanDraft } from './span-draft.ts';

/**
 * One row of what X-Ray shall show: looks at a span and writes on its draft what the exporter must be told. The rows
 * of `additive` leave what was recorded as it is; those of `contradicting` change or remove it; those of `protective`
 * keep collectors and secrets safe and run whatever the mode.
 */
export interface Row {
  readonly group: 'additive' | 'contradicting' | 'protective';
  readonly concerns: Concerned;
  readonly apply: (draft: SpanDraft, service: Service) => void;
}

/** The drafts that a row may have to do with: all, or those with one of these attributes. */
export type Concerned = 'every span' | readonly string[];

/** A row that adds to what was recorded. */
export function additive(concerns: Concerned, apply: Row['apply']): Row {
  return { group: 'additive', concerns, apply };
}

/** A row that makes the span say something else than was recorded. */
export function contradicting(concerns: Concerned, apply: Row['apply']): Row {
  return { group: 'contradicting', concerns, apply };
}

/** A row that runs in every mode. */
export function protective(concerns: Concerned, apply: Row['apply']): Row {
  return { group: 'protective', concerns, apply };
}
