import type { Service } from './service.ts';
import type { SpanDraft } from './span-draft.ts';

/**
 * One row of what X-Ray shall show: looks at a span and writes on its draft what the exporter must be told. The rows
 * of `additive` leave what was recorded as it is; those of `contradicting` change or remove it; those of `protective`
 * keep collectors and secrets safe and run whatever the mode.
 */
export interface Row {
  readonly group: 'additive' | 'contradicting' | 'protective';
  readonly apply: (draft: SpanDraft, service: Service) => void;
}

/** A row that adds to what was recorded. */
export function additive(apply: Row['apply']): Row {
  return { group: 'additive', apply };
}

/** A row that makes the span say something else than was recorded. */
export function contradicting(apply: Row['apply']): Row {
  return { group: 'contradicting', apply };
}

/** A row that runs in every mode. */
export function protective(apply: Row['apply']): Row {
  return { group: 'protective', apply };
}
