/**
 * A duration as X-Ray's histograms give it, in seconds: to the millisecond, and for long ones to two significant
 * digits, so that a histogram stays short.
 */
export function toHistogramValue(seconds: number): number {
  return valueOfClass(toHistogramClass(seconds));
}

/** The number of such a value, from 0: they follow one another without gaps. */
export function toHistogramClass(seconds: number): number {
  const millis = Math.max(0, seconds * 1000);
  if (millis < EXACT) return Math.round(millis);
  let [step, decade] = [10, 0];
  while (millis >= step * EXACT && decade < LAST_DECADE) {
    step *= 10;
    decade += 1;
  }
  return EXACT + decade * CLASSES_PER_DECADE + Math.min(Math.round(millis / step), EXACT) - 10;
}

/** The value, in seconds, that has the number. */
export function valueOfClass(number: number): number {
  if (number < EXACT) return number / 1000;
  const decade = Math.floor((number - EXACT) / CLASSES_PER_DECADE);
  return ((((number - EXACT) % CLASSES_PER_DECADE) + 10) * 10 ** (decade + 1)) / 1000;
}

/** Below this many milliseconds each has a class of its own; above, there are 90 to each power of ten. */
const EXACT = 100;
const CLASSES_PER_DECADE = 90;

/** Of durations that no trace has: everything longer counts there. */
const LAST_DECADE = 12;
