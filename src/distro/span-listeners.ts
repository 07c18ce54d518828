import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Who is told what becomes of spans: as the SDK's own list of processors, whose order it keeps. */
export type SpanListeners = Required<Pick<SpanProcessor, 'onStart' | 'onEnding' | 'onEnd'>>;

/** A span as processors get it. */
export type ListenedSpan = Parameters<SpanProcessor['onStart']>[0];

/** The processors that listen to something of a span. */
export interface SpanListenersBy {
  readonly start: readonly SpanProcessor[];
  readonly end: readonly SpanProcessor[];
}

/** Tells each what it listens to; the SDK tells everybody everything, at each span, through iterators. */
export function createSpanListeners({ start, end }: SpanListenersBy): SpanListeners {
  const ending = [...new Set([...start, ...end])].filter((processor) => typeof processor.onEnding === 'function');
  return new ListenerLists(start, ending, end);
}

class ListenerLists implements SpanListeners {
  readonly #start: readonly SpanProcessor[];
  readonly #ending: readonly SpanProcessor[];
  readonly #end: readonly SpanProcessor[];

  constructor(start: readonly SpanProcessor[], ending: readonly SpanProcessor[], end: readonly SpanProcessor[]) {
    this.#start = start;
    this.#ending = ending;
    this.#end = end;
  }

  onStart(span: ListenedSpan, context: Context): void {
    const listeners = this.#start;
    for (let index = 0; index < listeners.length; index += 1) listeners[index]?.onStart(span, context);
  }

  onEnding(span: ListenedSpan): void {
    const listeners = this.#ending;
    for (let index = 0; index < listeners.length; index += 1) listeners[index]?.onEnding?.(span);
  }

  onEnd(span: ReadableSpan): void {
    const listeners = this.#end;
    for (let index = 0; index < listeners.length; index += 1) listeners[index]?.onEnd(span);
  }
}
