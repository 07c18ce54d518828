import { quoteValue } from '../config/printable.ts';
import type { SpanRecord } from '../translator/index.ts';
import type { ArrivedDocument } from './arrived-document.ts';
import type { DropCounts } from './api/console-api.ts';
import { createDropCounter, type DropCounter } from './drop-counter.ts';
import { createEventStream, type EventStream } from './server/event-stream.ts';
import { createTraceArchive, type TraceArchive, type TraceArchiveOptions } from './store/trace-archive.ts';
import { createTraceWatch, type TraceWatch } from './store/trace-watch.ts';
import { type DropListener, translateSpans } from './translate-spans.ts';

/** Where everything that is received goes, whatever way it came. */
export interface Intake {
  /** All traces that there is room for. */
  readonly archive: TraceArchive;
  /** Tells of those that seem finished. */
  readonly watch: TraceWatch;
  readonly events: EventStream;
  readonly drops: DropCounter;
  readDrops(): DropCounts;
  putSpans(spans: readonly SpanRecord[]): void;
  putDocuments(documents: readonly ArrivedDocument[]): void;
}

/** What an intake may be told. */
export interface IntakeOptions {
  readonly archive?: TraceArchiveOptions | undefined;
  /** Hears what goes wrong, in one sentence. */
  readonly onProblem?: ((sentence: string) => void) | undefined;
  /** Hears of each span that became no document. */
  readonly onDrop?: DropListener | undefined;
}

/** An intake with stores of its own; throws one sentence when the archive's file cannot be opened. */
export function createIntake(options: IntakeOptions): Intake {
  const archive = createTraceArchive({
    ...options.archive,
    onLoss: (documents, reason) => noteLoss(documents, reason),
  });
  const drops = createDropCounter(() => events.noteDrops());
  const readDrops = (): DropCounts => ({
    evictedTraces: archive.evictedTraces,
    refused: drops.counts,
  });
  const events = createEventStream({
    traceCount: () => archive.counts.traces,
    drops: readDrops,
    readShare: () => archive.readShare,
  });
  let isLossTold = false;
  const noteLoss = (documents: number, reason: string): void => {
    drops.count('not-written', documents);
    if (!isLossTold) options.onProblem?.(describeLoss(documents, reason, options.archive?.databaseFile));
    isLossTold = true;
  };
  archive.onChange((change) => events.noteTrace(change));
  const putDocuments = (documents: readonly ArrivedDocument[]): void => {
    const placed = documents.filter(({ document: { id, trace_id: traceId } }) => id !== null && traceId !== undefined);
    for (let count = documents.length - placed.length; count > 0; count -= 1) drops.count('no-id');
    archive.add(placed);
  };
  return {
    archive,
    watch: createTraceWatch(archive),
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

function describeLoss(documents: number, reason: string, file: string | undefined): string {
  const place = file === undefined ? 'the database in memory' : quoteValue(file);
  return `${documents} documents could not be written to ${place}: ${reason}. They are lost; later ones are tried again, and the console counts what is lost.`;
}
