import type { Attributes } from '@opentelemetry/api';
import type fc from 'fast-check';
import type { SpanFile } from '../../enrichment/recorded/span-file.ts';

/** A span as an instrumentation records it, and what X-Ray shall show of it. */
export interface Sample {
  /** The row of the table that it is of. */
  readonly row: string;
  readonly file: SpanFile;
  /** Of a service on a developer's machine, unless given. */
  readonly resource?: Attributes;
  /** What its documents have among others, in their order; `undefined` is what they must not have. */
  readonly documents: readonly object[];
}

/** Spans of one row of the table of what X-Ray shall show. */
export type PictureRow = fc.Arbitrary<Sample>;
