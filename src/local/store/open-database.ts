import { chmodSync, closeSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

/** Marks a file as ours: "XRay" in ASCII (https://sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x58_52_61_79;

/** Large ones: a row has the documents of a trace, some kilobytes. Without effect once there are tables. */
const PAGE_SIZE = 'PRAGMA page_size = 32768';

/**
 * Opens a store's database, in memory without a file. A new file is for its owner alone. Throws one sentence for a file
 * that holds something else, was written by another version, or is open in another process.
 */
export function openDatabase(file: string | undefined): DatabaseSync {
  if (file !== undefined) closeSync(openSync(file, 'a', 0o600));
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(file ?? ':memory:');
  try {
    if (file === undefined) database.exec(`${PAGE_SIZE}; PRAGMA journal_mode = OFF`);
    else {
      checkOwner(database, file);
      chmodSync(file, 0o600);
      database.exec(PAGE_SIZE);
      // A second process would find out in the middle of its work that the first one is writing.
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL');
    }
    database.exec(`PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;
      PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; ${SCHEMA}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function checkOwner(database: DatabaseSync, file: string): void {
  const read = (pragma: string): unknown => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_master').get();
  if (tables?.['count'] === 0) return;
  if (read('application_id') !== APPLICATION_ID) {
    throw new Error(`"${file}" is a database of something else; expected a new file or one of otel-xray`);
  }
  const version = read('user_version');
  if (version !== SCHEMA_VERSION) {
    throw new Error(`"${file}" has version ${String(version)}; expected ${SCHEMA_VERSION}, or a new file`);
  }
}

/** Node 22 warns at the first use that its SQLite is experimental; that is our business, not the user's. */
function loadSqlite() {
  const before = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  const emitWarning = process.emitWarning.bind(process) as (...given: unknown[]) => void;
  process.emitWarning = (...given: unknown[]) => {
    if (!String(given[0]).includes('SQLite')) emitWarning(...given);
  };
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    if (before !== undefined) Object.defineProperty(process, 'emitWarning', before);
  }
}
