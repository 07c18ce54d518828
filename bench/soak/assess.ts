/** What a service answers between two windows of load. */
export interface Sample {
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** Sockets, servers, requests: all that holds the process, without timers. */
  readonly handles: number;
  readonly listeners: number;
  /** Requests so far. */
  readonly handled: number;
  /** 99th percentile of the event loop's delay since the sample before. */
  readonly p99Millis: number;
}

/** What the samples of one service say. */
export interface Assessment {
  readonly requests: number;
  /** Heap that each request leaves behind: the slope of a line through the samples. */
  readonly bytesPerRequest: number;
  /** What the whole run left behind by that slope, in bytes. */
  readonly growthBytes: number;
  /** How far samples lie from that line, as their median. */
  readonly noiseBytes: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** The most handles and listeners of the last half of the samples, over the most of the first half. */
  readonly moreHandles: number;
  readonly moreListeners: number;
  readonly p99Millis: number;
}

/** What V8 still compiles and caches after the warm-up: 50 to 150 kB in the first minute. */
const MAX_GROWTH_BYTES = 400_000;
/** The exporter opens a connection anew now and then. */
const MAX_MORE_HANDLES = 2;

/** Judges the samples of one service, of which there are at least four. */
export function assess(samples: readonly Sample[]): Assessment {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length < 4) throw new Error('A soak needs four samples.');
  const bytesPerRequest = slopeOf(samples);
  const residuals = samples.map(({ heapBytes, handled }) => heapBytes - bytesPerRequest * handled);
  const level = median(residuals);
  const requests = last.handled - first.handled;
  const half = Math.floor(samples.length / 2);
  const more = (key: 'handles' | 'listeners'): number =>
    Math.max(...samples.slice(half).map((sample) => sample[key])) -
    Math.max(...samples.slice(0, half).map((sample) => sample[key]));
  return {
    requests,
    bytesPerRequest,
    growthBytes: bytesPerRequest * requests,
    noiseBytes: median(residuals.map((residual) => Math.abs(residual - level))),
    heapBytes: median(samples.map(({ heapBytes }) => heapBytes)),
    rssBytes: median(samples.map(({ rssBytes }) => rssBytes)),
    moreHandles: more('handles'),
    moreListeners: more('listeners'),
    p99Millis: median(samples.map(({ p99Millis }) => p99Millis)),
  };
}

/**
 * What is wrong with a service beside the untraced one, one sentence each; delays are reported and not judged, a busy
 * machine makes them.
 */
export function faultsOf(name: string, assessment: Assessment, untraced: Assessment): string[] {
  const { growthBytes, noiseBytes, moreHandles, moreListeners } = assessment;
  const limit = Math.max(0, untraced.growthBytes) + MAX_GROWTH_BYTES + 3 * noiseBytes;
  return [
    ...(growthBytes > limit
      ? [`"${name}" grew by ${kilobytes(growthBytes)} kB; expected at most ${kilobytes(limit)} kB.`]
      : []),
    ...(moreHandles > MAX_MORE_HANDLES ? [`"${name}" has ${String(moreHandles)} more handles.`] : []),
    ...(moreListeners > 0 ? [`"${name}" has ${String(moreListeners)} more listeners.`] : []),
  ];
}

/** The median of the slopes between all pairs of samples (Theil and Sen): one odd sample moves nothing. */
function slopeOf(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((a, index) =>
    samples
      .slice(index + 1)
      .flatMap((b) => (b.handled === a.handled ? [] : [(b.heapBytes - a.heapBytes) / (b.handled - a.handled)])),
  );
  return median(slopes);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function kilobytes(bytes: number): string {
  return String(Math.round(bytes / 1000));
}
