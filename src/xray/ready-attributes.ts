/**
 * On the options of a span, beside `attributes`: nobody else holds these, and each is a text, a number or a truth value,
 * none of them undefined. A span may take them as they are.
 */
export const READY_ATTRIBUTES = Symbol('otel-xray ready attributes');

/** Options of a span that may have the mark. */
export interface MaybeReady {
  readonly [READY_ATTRIBUTES]?: true;
}
