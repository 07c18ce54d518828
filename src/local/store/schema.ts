/** Grows with each change below; a file of another version is not opened. */
export const SCHEMA_VERSION = 4;

/**
 * Documents as they came, in the order in which they came: those of one trace that are written together are one row. All
 * that is asked of traces is read off them into memory, so a file holds nothing that a later version reads otherwise.
 */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS chunk (
    id INTEGER PRIMARY KEY, trace_id TEXT NOT NULL, arrived REAL NOT NULL, documents BLOB NOT NULL
  ) STRICT;
`;
