import type { SpanRecord } from '../translator/index.ts';
import type { DropCounts } from './api/console-api.ts';
import { createDropCounter, type DropCounter } from './drop-counter.ts';
import { stringifyExactJson } from './query/json-text.ts';
import { createEventStream, type EventStream } from './server/event-stream.ts';
import {
  type ArrivedDocument,
  createTraceArchive,
  type TraceArchive,
  type TraceArchiveOptions,
} from './store/trace-archive.ts';
import { createTraceStore, type TraceStore, type TraceStoreOptions } from './store/trace-store.ts';
import { type DropListener, translateSpans } from './translate-spans.ts';

/** Where everything that is received goes, whatever way it came. */
export interface Intake {
  /** The youngest traces, and who hears of them. */
  readonly store: TraceStore;
  /** All traces that there is room for. */
  readonly archive: TraceArchive;
  readonly events: EventStream;
  readonly drops: DropCounter;
  readDrops(): DropCounts;
  putSpans(spans: readonly SpanRecord[]): void;
  putDocuments(documents: readonly ArrivedDocument[]): void;
}

/** What an intake may be told. */
export interface IntakeOptions {
  readonly store?: TraceStoreOptions | undefined;
  readonly archive?: TraceArchiveOptions | undefined;
  /** Hears of each span that became no document. */
  readonly onDrop?: DropListener | undefined;
}

/** An intake with stores of its own; throws one sentence when the archive's file cannot be opened. */
export function createIntake(options: IntakeOptions): Intake {
  const archive = createTraceArchive(options.archive);
  const store = createTraceStore(options.store);
  const drops = createDropCounter(() => events.noteDrops());
  const readDrops = (): DropCounts => ({
    evictedTraces: archive.evictedTraces,
    refused: { ...drops.counts, ...(store.refusedDocuments > 0 && { 'no-id': store.refusedDocuments }) },
  });
  const events = createEventStream({
    traceCount: () => archive.counts.traces,
    drops: readDrops,
    readShare: () => archive.readShare,
  });
  archive.onChange((change) => events.noteTrace(change));
  const putDocuments = (documents: readonly ArrivedDocument[]): void => {
    const texts = documents.map(({ document, json }) => json ?? stringifyExactJson(document));
    archive.add(documents.map(({ document }, index) => ({ document, json: texts[index] })));
    store.add(
      documents.map(({ document }) => document),
      texts,
    );
  };
  return {
    store,
    archive,
    events,
    drops,
    readDrops,
    putDocuments,
    putSpans(spans) {
      const documents = translateSpans(spans, (drop) => {
        drops.count(drop.reason);
        options.onDrop?.(drop);
      });
      putDocuments(documents.map((document) => ({ document })));
    },
  };
}
