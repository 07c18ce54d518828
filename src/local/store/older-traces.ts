import type { DocumentLog, LoggedChunk } from './document-log.ts';

/** At most half of the time goes into what another process left, a little at a time. */
const SLICE_MILLIS = 10;
const PAUSE_MILLIS = 10;

/** Chunks that are looked at between two looks at the clock. */
const STEP = 32;

/** Traces that a file had when it was opened, while they are read, the youngest first. */
export interface OlderTraces {
  /** How much of the file has been read, from 0 to 1. */
  readonly share: number;
  /** Reads on for so long, and then now and then until all is read. */
  start(millis: number): void;
  /** Reads a trace that is asked for before its turn. */
  readNow(traceId: string): void;
  /**
   * There is no room for what is not read yet: it is deleted, a little at a time, as the oldest traces are. False when
   * there is no such thing.
   */
  discard(): boolean;
  stop(): void;
}

/** Who makes traces of chunks. */
export interface ChunkTaker {
  /** Chunks that are older than all before, the oldest first; some may have been taken before their turn. */
  take(chunks: readonly LoggedChunk[]): void;
  /** Chunks that were never taken are gone. */
  lose(chunks: readonly LoggedChunk[]): void;
  /** All have been taken. */
  end(): void;
}

/** The traces that are in the log now. */
export function createOlderTraces(log: DocumentLog, taker: ChunkTaker): OlderTraces {
  const range = log.range();
  let cursor = range === undefined ? 0 : range.last + 1;
  let isDone = range === undefined;
  let isDiscarding = false;
  let timer: NodeJS.Timeout | undefined;
  /** Gives whether there is more. */
  const step = (): boolean => {
    const chunks = log.listBefore(cursor, STEP);
    cursor = chunks.at(-1)?.id ?? 0;
    isDone = chunks.length < STEP;
    if (!isDiscarding) taker.take([...chunks].reverse());
    else {
      log.together(() => log.delete(chunks.map(({ id }) => id)));
      taker.lose(chunks);
    }
    if (isDone && !isDiscarding) taker.end();
    return !isDone;
  };
  const readOn = (millis: number): void => {
    const until = performance.now() + millis;
    let hasMore = !isDone;
    while (hasMore && performance.now() < until) hasMore = step();
    if (hasMore) timer = setTimeout(() => readOn(SLICE_MILLIS), PAUSE_MILLIS).unref();
  };
  return {
    get share() {
      if (isDone || isDiscarding || range === undefined) return 1;
      return (range.last + 1 - cursor) / (range.last + 1 - range.first);
    },
    start: readOn,
    readNow(traceId) {
      if (!isDone && !isDiscarding) taker.take(log.findBefore(cursor, traceId));
    },
    discard() {
      if (isDone || isDiscarding) return false;
      isDiscarding = true;
      return true;
    },
    stop: () => clearTimeout(timer),
  };
}
