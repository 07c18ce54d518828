import { accepted, type Parsed, type Parser, refused } from './parsed.ts';

/** Makes a parser for a whole number in plain decimal digits, from `min` to `max` inclusive. */
export function parseWholeNumber(min: number, max: number): Parser<number> {
  return (text) => {
    // `Number` alone would take hexadecimal, exponents and signs, which other SDKs read differently.
    if (!/^\d{1,15}$/.test(text)) {
      return refused();
    }
    const value = Number(text);
    return value >= min && value <= max ? accepted(value) : refused();
  };
}

/** Reads a share from 0 to 1, such as `0.05`, `.5` or `1e-3`. */
export function parseRatio(text: string): Parsed<number> {
  if (!/^(\d{1,3}(\.\d{0,20})?|\.\d{1,20})(e-?\d{1,2})?$/i.test(text)) {
    return refused();
  }
  const value = Number(text);
  return value >= 0 && value <= 1 ? accepted(value) : refused();
}
