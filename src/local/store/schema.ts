/** Grows with each change below; a file of another version is not opened. */
export const SCHEMA_VERSION = 2;

/**
 * `trace` has a row for each trace, with everything that the list shows and filters ask for; `chunk` its documents as
 * they came; `call` its calls (an edge of the map and the node that it leads to). What many calls have in common, nodes
 * and outcomes, is a `shape`: there are few, and an index leads from each to its calls in the order of a histogram.
 * `link` says which parts of which other traces a trace is linked to, and as what its calls show each.
 */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS trace (
    seq INTEGER PRIMARY KEY,
    trace_id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    arrived REAL NOT NULL,
    id_time REAL NOT NULL,
    start REAL NOT NULL,
    end REAL NOT NULL,
    duration REAL NOT NULL,
    responsetime REAL,
    fault INTEGER NOT NULL,
    error INTEGER NOT NULL,
    throttle INTEGER NOT NULL,
    partial INTEGER NOT NULL,
    url TEXT,
    method TEXT,
    status INTEGER,
    agent TEXT,
    ip TEXT,
    facts TEXT,
    fault_causes TEXT,
    error_causes TEXT,
    slow_causes TEXT,
    summary TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS trace_start ON trace (start);
  CREATE TABLE IF NOT EXISTS chunk (trace INTEGER NOT NULL, documents TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS chunk_trace ON chunk (trace);
  CREATE TABLE IF NOT EXISTS node (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, account_id TEXT NOT NULL,
    UNIQUE (name, type, account_id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS shape (
    id INTEGER PRIMARY KEY,
    source INTEGER,
    target INTEGER NOT NULL,
    edge_outcome INTEGER,
    own_outcome INTEGER,
    root INTEGER NOT NULL,
    inferred INTEGER NOT NULL,
    link INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS call (
    trace INTEGER NOT NULL,
    shape INTEGER NOT NULL,
    start REAL NOT NULL,
    end REAL NOT NULL,
    edge_millis INTEGER,
    own_millis INTEGER,
    edge_seconds REAL,
    own_seconds REAL,
    own TEXT,
    edge TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS call_trace ON call (trace);
  CREATE INDEX IF NOT EXISTS call_shape ON call (shape, edge_millis, own_millis, start, end, edge_seconds, own_seconds, trace);
  CREATE TABLE IF NOT EXISTS link (
    trace INTEGER NOT NULL, linked_trace TEXT NOT NULL, linked_id TEXT NOT NULL, origin TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS link_trace ON link (trace);
  CREATE INDEX IF NOT EXISTS link_linked ON link (linked_trace);
`;
