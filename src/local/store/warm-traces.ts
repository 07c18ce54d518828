import { isDeepStrictEqual } from 'node:util';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import type { ArrivedDocument } from '../arrived-document.ts';
import { parseExactJson, stringifyExactJson } from '../query/json-text.ts';
import { toDocumentText } from './document-text.ts';
import { createWaitingTexts, type WaitingText } from './waiting-texts.ts';

/** A trace with news, or one that has grown after it was written and may grow again. */
export interface WarmTrace {
  readonly traceId: string;
  /** All its documents by id, prepared for digests. */
  readonly documents: ReadonlyMap<string, SegmentDocument>;
}

/** Traces that need not be read again when they grow. */
export interface WarmTraces {
  /** Documents that wait to be written. */
  readonly waiting: number;
  /** The trace, read from what is written if it was not warm. */
  open(traceId: string): WarmTrace;
  get(traceId: string): WarmTrace | undefined;
  /**
   * Puts a document, which has both ids, into its trace; undefined when it is no news. One with the id of another
   * replaces it, except that a finished one is not replaced by one in progress.
   */
  put(arrived: ArrivedDocument): WarmTrace | undefined;
  /** What waits of the trace as a JSON list, in memory that is used again, and waits no longer; undefined for nothing. */
  takeWaiting(traceId: string): Buffer | undefined;
  /** More of what is written has come to light: reads it again, under what came since. */
  reload(traceId: string): void;
  /** The trace has been written. It stays warm only if it has been so before. */
  release(traceId: string): void;
  /** The trace is gone. */
  delete(traceId: string): void;
}

/** Documents of traces that are written but grow; beyond them the least recently changed trace goes cold. */
const MAX_DOCUMENTS = 10_000;

interface WarmEntry extends WarmTrace {
  readonly documents: Map<string, SegmentDocument>;
  waiting: WaitingText[];
  /** It had been written before it was opened. */
  readonly isReturning: boolean;
  /** All its documents as JSON by id, once one came again. */
  texts?: Map<string, string> | undefined;
}

/** The documents of a trace that are written, in order; undefined for a new trace. */
type ReadWritten = (traceId: string) => readonly SegmentDocument[] | undefined;

/** What is kept of a document until its trace is digested. */
type Prepare = (document: SegmentDocument) => SegmentDocument;

/** No traces yet. */
export function createWarmTraces(readWritten: ReadWritten, prepare: Prepare): WarmTraces {
  return new WarmTraceMap(readWritten, prepare);
}

class WarmTraceMap implements WarmTraces {
  waiting = 0;
  readonly #readWritten: ReadWritten;
  readonly #prepare: Prepare;
  /** The least recently released first. */
  readonly #entries = new Map<string, WarmEntry>();
  /** That of the document that came last; the next one is often of the same trace. */
  #last: WarmEntry | undefined;
  readonly #texts = createWaitingTexts();
  /** Of returning traces. */
  #documentCount = 0;

  constructor(readWritten: ReadWritten, prepare: Prepare) {
    this.#readWritten = readWritten;
    this.#prepare = prepare;
  }

  get(traceId: string): WarmTrace | undefined {
    return this.#entries.get(traceId);
  }

  open(traceId: string): WarmEntry {
    if (this.#last?.traceId === traceId) return this.#last;
    const known = this.#entries.get(traceId);
    if (known !== undefined) return (this.#last = known);
    const written = this.#readWritten(traceId);
    const documents = new Map<string, SegmentDocument>();
    const entry: WarmEntry = { traceId, documents, waiting: [], isReturning: written !== undefined };
    if (written !== undefined) for (const document of written) replace(documents, this.#prepare(document));
    this.#count(entry, documents.size);
    this.#entries.set(traceId, entry);
    this.#last = entry;
    return entry;
  }

  put({ document, json }: ArrivedDocument): WarmTrace | undefined {
    const { id, trace_id: traceId } = document;
    if (id === null || traceId === undefined) return undefined;
    const entry = this.open(traceId);
    const part = this.#prepare(document);
    const known = entry.documents.get(id);
    if (known !== undefined && (isOutdated(part, known) || this.#isRepeated(entry, document, part, known))) {
      return undefined;
    }
    entry.documents.set(id, part);
    if (known === undefined) this.#count(entry, 1);
    const [text, end] = json === undefined ? toDocumentText(document) : [json];
    entry.texts?.set(id, `${text}${end ?? ''}`);
    entry.waiting.push(this.#texts.put(text, end));
    this.waiting += 1;
    return entry;
  }

  takeWaiting(traceId: string): Buffer | undefined {
    const entry = this.#entries.get(traceId);
    if (entry === undefined || entry.waiting.length === 0) return undefined;
    const list = this.#texts.joinAsList(entry.waiting);
    this.#dropWaiting(entry);
    return list;
  }

  reload(traceId: string): void {
    const entry = this.#entries.get(traceId);
    if (entry === undefined) return;
    const recent = [...entry.documents.values()];
    const before = entry.documents.size;
    entry.documents.clear();
    entry.texts = undefined;
    for (const document of this.#readWritten(traceId) ?? []) replace(entry.documents, this.#prepare(document));
    for (const document of recent) replace(entry.documents, document);
    this.#count(entry, entry.documents.size - before);
  }

  release(traceId: string): void {
    const entry = this.#entries.get(traceId);
    if (entry === undefined) return;
    if (!entry.isReturning) {
      this.delete(traceId);
      return;
    }
    this.#entries.delete(traceId);
    this.#entries.set(traceId, entry);
    for (const { traceId: oldest, waiting } of this.#entries.values()) {
      // However large it is: to read it again with each of its batches would take longer and longer.
      if (this.#documentCount <= MAX_DOCUMENTS || oldest === traceId) return;
      if (waiting.length === 0) this.delete(oldest);
    }
  }

  delete(traceId: string): void {
    const entry = this.#entries.get(traceId);
    if (entry === undefined) return;
    this.#dropWaiting(entry);
    this.#count(entry, -entry.documents.size);
    this.#entries.delete(traceId);
    if (this.#last === entry) this.#last = undefined;
  }

  #count({ isReturning }: WarmEntry, documents: number): void {
    if (isReturning) this.#documentCount += documents;
  }

  #dropWaiting(entry: WarmEntry): void {
    for (const text of entry.waiting) this.#texts.release(text);
    this.waiting -= entry.waiting.length;
    entry.waiting = [];
    entry.texts = undefined;
  }

  /** True for what a producer sent again because it missed the answer. */
  #isRepeated(entry: WarmEntry, document: SegmentDocument, part: SegmentDocument, known: SegmentDocument): boolean {
    if (part.end_time !== known.end_time || stringifyExactJson(part) !== stringifyExactJson(known)) return false;
    entry.texts ??= this.#readTexts(entry);
    const text = entry.texts.get(document.id ?? '') ?? '{}';
    return isDeepStrictEqual(parseExactJson(text), parseExactJson(stringifyExactJson(document)));
  }

  #readTexts({ traceId, waiting }: WarmEntry): Map<string, string> {
    const documents = new Map<string, SegmentDocument>();
    const recent = waiting.length === 0 ? '[]' : this.#texts.joinAsList(waiting).toString();
    const all = [...(this.#readWritten(traceId) ?? []), ...(parseExactJson(recent) as SegmentDocument[])];
    for (const document of all) replace(documents, document);
    return new Map([...documents].map(([id, document]) => [id, stringifyExactJson(document)]));
  }
}

/** Puts a document in the place of the one with its id, unless that is finished and it is not. */
export function replace(documents: Map<string, SegmentDocument>, document: SegmentDocument): void {
  const known = documents.get(document.id ?? '');
  if (known === undefined || !isOutdated(document, known)) documents.set(document.id ?? '', document);
}

function isOutdated(document: SegmentDocument, known: SegmentDocument): boolean {
  return document.in_progress === true && known.in_progress !== true;
}
