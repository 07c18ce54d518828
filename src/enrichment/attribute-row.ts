/** The sorts of span for which attributes mean different things: calls of AWS and of SQL databases, servers, all others. */
export type SpanSort = 'aws' | 'sql' | 'server' | 'other';

/** All of them. */
export const spanSorts: readonly SpanSort[] = ['aws', 'sql', 'server', 'other'];

/**
 * What becomes of one attribute that an instrumentation or a resource detector records, in the mode `full`.
 */
export interface AttributeRow {
  /** The attribute's name; at its end, `*` stands for any. */
  readonly name: string;
  /**
   * `field`: a field of the segment document comes of it, by itself or under another name; `metadata`: it is shown as
   * it is; `left out`: it does not go on.
   */
  readonly fate: 'field' | 'metadata' | 'left out';
  /** The field, or why the attribute is left out; names of attributes and fields in backticks. */
  readonly note: string;
  /** The sorts of span whose document says it otherwise, so that it does not go on itself. */
  readonly saidOtherwiseIn: readonly SpanSort[];
}

/** Attributes of one topic, one table of the documentation. */
export interface AttributeGroup {
  readonly title: string;
  readonly rows: readonly AttributeRow[];
}

/** An attribute of which a field comes. */
export function field(name: string, note: string, saidOtherwiseIn: readonly SpanSort[] = []): AttributeRow {
  return { name, fate: 'field', note, saidOtherwiseIn };
}

/** An attribute that is shown as metadata. */
export function metadata(name: string, note: string, saidOtherwiseIn: readonly SpanSort[] = []): AttributeRow {
  return { name, fate: 'metadata', note, saidOtherwiseIn };
}

/** An attribute that does not go on. */
export function leftOut(name: string, note: string): AttributeRow {
  return { name, fate: 'left out', note, saidOtherwiseIn: [] };
}
