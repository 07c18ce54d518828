/** Why the exporter would not send a span. */
export type DropReason =
  /** The trace id is not 32 hex digits. */
  | 'invalid-trace-id'
  /** The span's or its parent's id is not 16 hex digits. */
  | 'invalid-span-id'
  /** The id of a linked span is none. */
  | 'invalid-link'
  /** A value that would be stored is NaN or infinite, which JSON cannot say. */
  | 'not-finite'
  /** A value that would be stored has more than 500 levels. */
  | 'nested-too-deep';

/**
 * Thrown by the parts of the translator for a span that cannot be translated, and caught at its door: callers of
 * `translate` get the reason and never this error.
 */
export class DroppedSpan extends Error {
  override readonly name = 'DroppedSpan';
  readonly reason: DropReason;

  constructor(reason: DropReason) {
    super(reason);
    this.reason = reason;
  }
}
