const DECIMAL = /^[+-]?\d+$/;
const SIGN_AND_ZEROS = /^[+-]?0*/;
const MAX_DIGITS = 19;
const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

/** An integer read from a text. */
export interface Decimal {
  /** The nearest integer of 64 bits. */
  readonly value: bigint;
  /** Whether that is what the text says. */
  readonly isExact: boolean;
}

/**
 * The integer that a text says, with or without a sign, as Go's `strconv` reads it; undefined for any other text.
 *
 * @see https://pkg.go.dev/strconv#ParseInt
 */
export function parseDecimal(text: string): Decimal | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const isNegative = text.startsWith('-');
  const digits = text.replace(SIGN_AND_ZEROS, '');
  // BigInt's time is quadratic in the digits.
  if (digits.length > MAX_DIGITS) return { value: isNegative ? MIN : MAX, isExact: false };
  const value = isNegative ? -BigInt(digits) : BigInt(digits);
  if (value > MAX) return { value: MAX, isExact: false };
  return value < MIN ? { value: MIN, isExact: false } : { value, isExact: true };
}
