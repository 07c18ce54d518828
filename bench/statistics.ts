/** The value in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The mean without the fifth at either end. */
export function trimmedMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 5);
  const kept = values.toSorted((a, b) => a - b).slice(cut, values.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

/** Median and the middle half of repeated measurements. */
export interface Measured {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Sums up repeated measurements. */
export function sumUp(values: readonly number[]): Measured {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}
