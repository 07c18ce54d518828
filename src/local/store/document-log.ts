import type { DatabaseSync } from 'node:sqlite';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import { parseExactJson } from '../query/json-text.ts';
import { openDatabase } from './open-database.ts';

/** Documents of one trace that were written together. */
export interface LoggedChunk {
  readonly id: number;
  readonly traceId: string;
  /** When they arrived, in seconds since 1970. */
  readonly arrivedAt: number;
  /** Bytes of JSON. */
  readonly length: number;
}

/** Documents in a database, by the chunks in which they were written. */
export interface DocumentLog {
  /** Everything that is written before the function returns is written at once, or nothing when this throws. */
  together(write: () => void): void;
  /** Writes documents, a JSON list as UTF-8, and gives their chunk. */
  append(traceId: string, arrivedAt: number, documents: Uint8Array): LoggedChunk;
  /** In the order in which they were written. */
  read(chunkIds: readonly number[]): readonly SegmentDocument[];
  /** The same as JSON lists. */
  readJson(chunkIds: readonly number[]): readonly string[];
  delete(chunkIds: readonly number[]): void;
  /** Of what is there now the ids of the oldest and the youngest chunk; undefined for nothing. */
  range(): { readonly first: number; readonly last: number } | undefined;
  /** The youngest chunks that are older than the one with the id, at most so many, the youngest first. */
  listBefore(id: number, count: number): readonly LoggedChunk[];
  /** The chunks of a trace that are older than the one with the id, oldest first; looks at every row. */
  findBefore(id: number, traceId: string): readonly LoggedChunk[];
  close(): void;
}

/** Opens a log, in memory without a file; throws one sentence when its file cannot be opened or holds something else. */
export function openDocumentLog(file: string | undefined): DocumentLog {
  return createDocumentLog(openDatabase(file));
}

function createDocumentLog(database: DatabaseSync): DocumentLog {
  const insert = database.prepare('INSERT INTO chunk VALUES (?, ?, ?, ?)');
  const select = database.prepare('SELECT documents FROM chunk WHERE id = ?');
  const remove = database.prepare('DELETE FROM chunk WHERE id = ?');
  const listBefore = database.prepare(`SELECT ${CHUNK} FROM chunk WHERE id < ? ORDER BY id DESC LIMIT ?`);
  const findBefore = database.prepare(`SELECT ${CHUNK} FROM chunk WHERE id < ? AND trace_id = ? ORDER BY id`);
  let lastId = Number(database.prepare('SELECT max(id) AS id FROM chunk').get()?.['id'] ?? 0);
  const readJson = (chunkIds: readonly number[]): readonly string[] =>
    chunkIds.map((id) => toText(select.get(id)?.['documents']));
  return {
    together(write) {
      database.exec('BEGIN');
      try {
        write();
        database.exec('COMMIT');
      } catch (error) {
        rollBack(database);
        throw error;
      }
    },
    append(traceId, arrivedAt, documents) {
      lastId += 1;
      insert.run(lastId, traceId, arrivedAt, documents);
      return { id: lastId, traceId, arrivedAt, length: documents.length };
    },
    read: (chunkIds) => readJson(chunkIds).flatMap((json) => parseExactJson(json) as SegmentDocument[]),
    readJson,
    delete(chunkIds) {
      for (const id of chunkIds) remove.run(id);
    },
    range() {
      const row = database.prepare('SELECT min(id) AS first, max(id) AS last FROM chunk').get();
      return row?.['first'] == null ? undefined : { first: Number(row['first']), last: Number(row['last']) };
    },
    listBefore: (id, count) => listBefore.all(id, count).map(toChunk),
    findBefore: (id, traceId) => findBefore.all(id, traceId).map(toChunk),
    close: () => database.close(),
  };
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // A full disk has ended the transaction already.
  }
}

function toText(documents: unknown): string {
  if (!(documents instanceof Uint8Array)) return '[]';
  return Buffer.from(documents.buffer, documents.byteOffset, documents.length).toString();
}

const CHUNK = 'id, trace_id, arrived, length(documents) AS length';

function toChunk(row: Readonly<Record<string, unknown>>): LoggedChunk {
  return {
    id: Number(row['id']),
    traceId: String(row['trace_id']),
    arrivedAt: Number(row['arrived']),
    length: Number(row['length']),
  };
}
