import { describe, expect, it } from 'vitest';
import { assess, faultsOf, type Sample } from '../../bench/soak/assess.ts';

/** Ten windows of 200 requests; noise goes up and down. */
function samplesOf(bytesPerRequest: number, more: (index: number) => Partial<Sample> = () => ({})): Sample[] {
  return Array.from({ length: 10 }, (_, index) => ({
    heapBytes: 10_000_000 + index * 200 * bytesPerRequest + (index % 2 === 0 ? 5000 : -5000),
    rssBytes: 70_000_000,
    handles: 20,
    listeners: 21,
    handled: index * 200,
    p99Millis: 3,
    ...more(index),
  }));
}

const untraced = assess(samplesOf(40));

describe('the judgement of a soak', () => {
  it('finds the bytes that a request leaves behind, noise and single odd samples aside', () => {
    const odd = samplesOf(100, (index) => (index === 4 ? { heapBytes: 90_000_000 } : {}));
    expect(assess(odd).bytesPerRequest).toBeGreaterThan(90);
    expect(assess(odd).bytesPerRequest).toBeLessThan(115);
    expect(assess(odd)).toMatchObject({ requests: 1800, moreHandles: 0, moreListeners: 0, p99Millis: 3 });
  });

  it('lets through what grows as the untraced service does', () => {
    expect(faultsOf('traced', assess(samplesOf(60)), untraced)).toEqual([]);
    expect(faultsOf('traced', assess(samplesOf(-60)), untraced)).toEqual([]);
  });

  it('names heap, handles and listeners that grow', () => {
    const growing = samplesOf(400, (index) => ({ handles: 20 + index, listeners: 21 + (index > 6 ? 1 : 0) }));
    expect(faultsOf('traced', assess(growing), untraced)).toEqual([
      '"traced" grew by 720 kB; expected at most 502 kB.',
      '"traced" has 5 more handles.',
      '"traced" has 1 more listeners.',
    ]);
  });
});
