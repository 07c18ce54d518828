/**
 * Thrown inside the decoders for input that is not what it claims to be, and caught at their door: callers of a
 * decoder get a {@link DecodeResult} and never this error.
 */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}
