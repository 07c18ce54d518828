import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ReadySpans } from './ready-spans.ts';

/** Spans that leave the queue together. */
export interface SpanBatch {
  /** Before the others. */
  readonly ready: readonly ReadySpans[];
  readonly spans: ReadableSpan[];
  /** How many spans these are. */
  readonly count: number;
}

/**
 * Spans that wait, in their order: the older ones made ready in pieces, the younger ones as they ended. What is ready is
 * a tenth of its spans' size, and whatever they held is free.
 */
export class SpanQueue {
  #ready: ReadySpans[] = [];
  #readyCount = 0;
  #spans: ReadableSpan[] = [];
  #taken = 0;

  /** How many spans wait. */
  get length(): number {
    return this.#readyCount + this.#spans.length;
  }

  /** How many of them are not ready. */
  get unreadyLength(): number {
    return this.#spans.length;
  }

  /** How many spans have left the queue. */
  get taken(): number {
    return this.#taken;
  }

  add(span: ReadableSpan): void {
    this.#spans.push(span);
  }

  /** The oldest spans that are not ready, at most so many; those whose resource is not known yet cannot be. */
  unready(size: number): ReadableSpan[] {
    const spans = this.#spans.slice(0, size);
    return spans.some(({ resource }) => resource.asyncAttributesPending === true) ? [] : spans;
  }

  /** Puts what was made of the oldest {@link unready} spans in their place. */
  replace(ready: ReadySpans): void {
    this.#spans.splice(0, ready.count);
    this.#ready.push(ready);
    this.#readyCount += ready.count;
  }

  /** Takes so many of the oldest {@link unready} spans away. */
  discard(count: number): void {
    this.#spans.splice(0, count);
    this.#taken += count;
  }

  /** Takes the oldest, at most so many; pieces are no larger than that. */
  take(size: number): SpanBatch {
    const ready: ReadySpans[] = [];
    let count = 0;
    for (let next = this.#ready[0]; next !== undefined && count + next.count <= size; next = this.#ready[0]) {
      ready.push(next);
      count += next.count;
      this.#ready.shift();
    }
    this.#readyCount -= count;
    // What ended later does not overtake.
    const spans = this.#ready.length === 0 ? this.#spans.splice(0, size - count) : [];
    count += spans.length;
    this.#taken += count;
    return { ready, spans, count };
  }
}
