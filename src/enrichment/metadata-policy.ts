import { diag } from '@opentelemetry/api';
import { spanAttributes } from './attribute-list.ts';
import type { AttributeRow, SpanSort } from './attribute-row.ts';
import { detectedNamespaces, resourceAttributes } from './resource-attribute-list.ts';

/** What the list says of an attribute on one sort of span. */
export type Verdict = 'goes on' | 'left out' | 'said otherwise';

const rows = spanAttributes.flatMap((group) => group.rows);
const rowsByName = new Map(rows.map((row) => [row.name, row]));
const families = rows.filter(({ name }) => name.endsWith('*')).map((row) => ({ prefix: row.name.slice(0, -1), row }));

const keptOfResource = new Set(resourceAttributes.filter(({ fate }) => fate !== 'left out').map(({ name }) => name));

/** The row of the list for an attribute of an instrumentation; undefined for one that is the application's own. */
export function rowOf(key: string): AttributeRow | undefined {
  return rowsByName.get(key) ?? families.find(({ prefix }) => key.startsWith(prefix))?.row;
}

/** Whether an attribute of an instrumentation goes on. */
export function verdictOn(key: string, sort: SpanSort): Verdict {
  const row = rowOf(key);
  if (row === undefined) return 'goes on';
  if (row.fate === 'left out') return 'left out';
  return row.saidOtherwiseIn.includes(sort) ? 'said otherwise' : 'goes on';
}

/** True for an attribute of a resource that a detector found and the list does not name. */
export function isLeftOutOfResources(key: string): boolean {
  return !keptOfResource.has(key) && detectedNamespaces.some((namespace) => key.startsWith(namespace));
}

/** Names an attribute that does not go on, at debug level and once for each source. */
export type ReportLeftOut = (key: string, source: string) => void;

/** At most so many sources are remembered, each with at most the keys of the list. */
const MAX_SOURCES = 100;

/** A reporter with its own memory. */
export function createLeftOutReport(): ReportLeftOut {
  const saidBySource = new Map<string, Set<string>>();
  return (key, source) => {
    let said = saidBySource.get(source);
    if (said === undefined) {
      if (saidBySource.size >= MAX_SOURCES) return;
      said = new Set();
      saidBySource.set(source, said);
    }
    if (said.has(key)) return;
    said.add(key);
    diag.debug(`"${key}" of "${source}" is not on the list of attributes that go to X-Ray; it is left out.`);
  };
}
