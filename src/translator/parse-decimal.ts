const LEADING_DECIMAL = /^([+-]?)(\d+)/;
const LEADING_ZEROS = /^0+/;
const MAX_DIGITS = 20;
const MAX_UNSIGNED = 2n ** 64n - 1n;
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
 * The integer that a text says, with or without a sign, as Go's `strconv` reads it; undefined for any other text. Go
 * stops reading at the digit that is too much, so whatever follows does not matter any more.
 *
 * @see https://pkg.go.dev/strconv#ParseInt
 */
export function parseDecimal(text: string): Decimal | undefined {
  const [all = '', sign = '', leading = ''] = LEADING_DECIMAL.exec(text) ?? [];
  const digits = leading.replace(LEADING_ZEROS, '');
  // BigInt's time is quadratic in the digits.
  const magnitude = digits.length > MAX_DIGITS ? undefined : BigInt(digits);
  const isTooLarge = magnitude === undefined || magnitude > MAX_UNSIGNED;
  if (!isTooLarge && (leading === '' || all !== text)) return undefined;
  return clamp(isTooLarge ? MAX_UNSIGNED : magnitude, sign === '-');
}

function clamp(magnitude: bigint, isNegative: boolean): Decimal {
  const value = isNegative ? -magnitude : magnitude;
  if (value > MAX) return { value: MAX, isExact: false };
  return value < MIN ? { value: MIN, isExact: false } : { value, isExact: true };
}
