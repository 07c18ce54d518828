import type { ServerResponse } from 'node:http';
import type { ConsoleEvents, DropCounts, TraceChange } from '../api/console-api.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** At most five batches a second: more than an eye follows, and little work for a page. */
const BATCH_MILLIS = 200;

/** More changes in one batch are not listed. */
const MAX_CHANGES = 200;

/** Listeners beyond these are a fault of theirs. */
const MAX_LISTENERS = 50;

/** Proxies and browsers give up on streams that are silent for a minute. */
const KEEP_ALIVE_MILLIS = 20_000;

/** How often a page hears how far a file is read. */
const FILE_MILLIS = 500;

/** What may wait for a listener that does not read. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/** What the stream tells of. */
export interface EventSource {
  readonly traceCount: () => number;
  readonly drops: () => DropCounts;
  readonly readShare: () => number;
}

/** Tells every open console what is new. */
export interface EventStream {
  /** Turns an answer into a stream. */
  open(response: ServerResponse): void;
  /** A trace is new or has changed. */
  noteTrace(change: TraceChange): void;
  /** Something was lost. */
  noteDrops(): void;
  /** Ends every stream. */
  close(): void;
}

/** A stream without listeners; while there are none, nothing is kept and no timer runs. */
export function createEventStream(source: EventSource): EventStream {
  return new BatchingEventStream(source);
}

class BatchingEventStream implements EventStream {
  readonly #source: EventSource;
  readonly #listeners = new Set<ServerResponse>();
  /** Revisions by trace id. */
  readonly #changes = new Map<string, number>();
  #hasMore = false;
  #hasDrops = false;
  #batchTimer: NodeJS.Timeout | undefined;
  #keepAliveTimer: NodeJS.Timeout | undefined;
  #fileTimer: NodeJS.Timeout | undefined;

  constructor(source: EventSource) {
    this.#source = source;
  }

  open(response: ServerResponse): void {
    if (this.#listeners.size >= MAX_LISTENERS) {
      response.writeHead(503, SECURITY_HEADERS).end();
      return;
    }
    response.writeHead(200, { ...SECURITY_HEADERS, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write('retry: 1000\n\n');
    this.#listeners.add(response);
    response.on('close', () => this.#forget(response));
    this.#keepAliveTimer ??= setInterval(() => this.#send(':\n\n'), KEEP_ALIVE_MILLIS).unref();
    response.write(formatEvent('drops', this.#source.drops()));
    if (this.#source.readShare() === 1) return;
    response.write(formatEvent('file', { readShare: this.#source.readShare() }));
    this.#fileTimer ??= setInterval(() => this.#tellFile(), FILE_MILLIS).unref();
  }

  noteTrace({ traceId, revision }: TraceChange): void {
    if (this.#listeners.size === 0) return;
    if (this.#changes.size < MAX_CHANGES || this.#changes.has(traceId)) this.#changes.set(traceId, revision);
    else this.#hasMore = true;
    this.#schedule();
  }

  noteDrops(): void {
    if (this.#listeners.size === 0) return;
    this.#hasDrops = true;
    this.#schedule();
  }

  close(): void {
    clearTimeout(this.#batchTimer);
    clearInterval(this.#keepAliveTimer);
    clearInterval(this.#fileTimer);
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
  }

  #forget(response: ServerResponse): void {
    this.#listeners.delete(response);
    if (this.#listeners.size > 0) return;
    clearInterval(this.#keepAliveTimer);
    this.#keepAliveTimer = undefined;
  }

  #tellFile(): void {
    const readShare = this.#source.readShare();
    this.#send(formatEvent('file', { readShare }));
    if (readShare < 1 && this.#listeners.size > 0) return;
    clearInterval(this.#fileTimer);
    this.#fileTimer = undefined;
  }

  #schedule(): void {
    this.#batchTimer ??= setTimeout(() => {
      this.#batchTimer = undefined;
      this.#flush();
    }, BATCH_MILLIS).unref();
  }

  #flush(): void {
    if (this.#changes.size > 0) {
      const changed = [...this.#changes].map(([traceId, revision]) => ({ traceId, revision }));
      this.#send(formatEvent('traces', { changed, more: this.#hasMore, traceCount: this.#source.traceCount() }));
    }
    if (this.#hasDrops) this.#send(formatEvent('drops', this.#source.drops()));
    this.#changes.clear();
    this.#hasMore = false;
    this.#hasDrops = false;
  }

  #send(text: string): void {
    for (const listener of this.#listeners) {
      // Who does not read is not kept waiting in memory; a page opens the stream again.
      if (listener.writableLength > MAX_UNREAD_BYTES) listener.destroy();
      else listener.write(text);
    }
  }
}

function formatEvent<Name extends keyof ConsoleEvents>(name: Name, data: ConsoleEvents[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
