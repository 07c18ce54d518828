import { OUTCOMES, type Outcome } from '../outcome/outcome.ts';
import type { HistogramBucket } from '../../local/api/console-api.ts';
import type { HistogramEntry } from '../../local/api/xray-api.ts';

/** A histogram laid out on a logarithmic axis; places are shares of its width, heights of its height. */
export interface HistogramPlan {
  readonly bars: readonly HistogramBar[];
  readonly ticks: readonly { readonly seconds: number; readonly place: number }[];
  readonly axis: LogAxis;
  readonly total: number;
}

/** A bar in its parts, from the bottom. */
export interface HistogramBar {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly width: number;
  readonly count: number;
  readonly parts: readonly { readonly outcome: Outcome; readonly bottom: number; readonly height: number }[];
}

/** Between seconds and places on the axis. */
export interface LogAxis {
  placeOf(seconds: number): number;
  secondsAt(place: number): number;
}

/** The least that a bar with a single trace is high, so that an outlier is seen beside thousands. */
const LEAST_HEIGHT = 0.03;

/** Lays out a histogram; nothing for no buckets. */
export function planHistogram(buckets: readonly HistogramBucket[]): HistogramPlan | undefined {
  const [first] = buckets;
  if (first === undefined) return undefined;
  const least = buckets.reduce((least, { from }) => Math.min(least, from), first.from);
  const most = buckets.reduce((most, { to }) => Math.max(most, to), first.to);
  const axis = logAxis(Math.max(least, 1e-6), most);
  const highest = buckets.reduce((highest, bucket) => Math.max(highest, countOf(bucket)), 0);
  return {
    axis,
    ticks: ticksOf(axis),
    total: buckets.reduce((sum, bucket) => sum + countOf(bucket), 0),
    bars: buckets.map((bucket) => barOf(bucket, axis, highest)),
  };
}

/** Puts X-Ray's list of values into the classes of the console's histogram, twenty a decade. */
export function bucketsOf(entries: readonly HistogramEntry[]): readonly HistogramBucket[] {
  const counts = new Map<number, number>();
  for (const { Value, Count } of entries) {
    const index = Math.floor(Math.log10(Math.max(Value, 1e-4)) * 20 + 1e-9);
    counts.set(index, (counts.get(index) ?? 0) + Count);
  }
  return [...counts]
    .sort(([left], [right]) => left - right)
    .map(([index, ok]) => ({
      from: 10 ** (index / 20),
      to: 10 ** ((index + 1) / 20),
      ok,
      error: 0,
      throttle: 0,
      fault: 0,
    }));
}

/** The response time below which `share` of all requests lie, to the accuracy of the classes. */
export function percentileOf(buckets: readonly HistogramBucket[], share: number): number | undefined {
  const total = buckets.reduce((sum, bucket) => sum + countOf(bucket), 0);
  let seen = 0;
  for (const bucket of buckets) {
    const count = countOf(bucket);
    if (count > 0 && seen + count >= total * share) {
      const within = (total * share - seen) / count;
      return bucket.from * (bucket.to / bucket.from) ** within;
    }
    seen += count;
  }
  return undefined;
}

function countOf({ ok, error, throttle, fault }: HistogramBucket): number {
  return ok + error + throttle + fault;
}

function barOf(bucket: HistogramBucket, axis: LogAxis, highest: number): HistogramBar {
  const count = countOf(bucket);
  const left = axis.placeOf(Math.max(bucket.from, 1e-6));
  const height = Math.max(LEAST_HEIGHT, count / highest);
  let bottom = 0;
  const parts = OUTCOMES.flatMap((outcome) => {
    const part = { outcome, bottom, height: (bucket[outcome] / count) * height };
    bottom += part.height;
    return part.height > 0 ? [part] : [];
  });
  return { from: bucket.from, to: bucket.to, left, width: axis.placeOf(bucket.to) - left, count, parts };
}

/** At least a decade, so that a few traces do not look like a spread; with a little room at both ends. */
function logAxis(least: number, most: number): LogAxis {
  const middle = (Math.log10(least) + Math.log10(most)) / 2;
  const half = Math.max(0.5, (Math.log10(most) - Math.log10(least)) / 2) * 1.06;
  const [start, span] = [middle - half, 2 * half];
  return {
    placeOf: (seconds) => (Math.log10(Math.max(seconds, 1e-9)) - start) / span,
    secondsAt: (place) => 10 ** (start + place * span),
  };
}

function ticksOf(axis: LogAxis): readonly { readonly seconds: number; readonly place: number }[] {
  const decades = Math.log10(axis.secondsAt(1)) - Math.log10(axis.secondsAt(0));
  const factors = decades <= 2.2 ? [1, 2, 5] : [1];
  const first = Math.floor(Math.log10(axis.secondsAt(0)));
  return Array.from({ length: Math.ceil(decades) + 2 }, (_, index) => 10 ** (first + index))
    .flatMap((decade) => factors.map((factor) => factor * decade))
    .map((seconds) => ({ seconds, place: axis.placeOf(seconds) }))
    .filter(({ place }) => place > 0.015 && place < 0.985);
}
