import { diag } from '@opentelemetry/api';
import { spanAttributes } from './attribute-list.ts';
import { detectedNamespaces, resourceAttributes } from './resource-attribute-list.ts';

const leftOutRows = spanAttributes.flatMap(({ rows }) => rows).filter(({ fate }) => fate === 'left out');
const leftOutNames = new Set(leftOutRows.map(({ name }) => name).filter((name) => !name.endsWith('*')));
const leftOutPrefixes = leftOutRows.flatMap(({ name }) => (name.endsWith('*') ? [name.slice(0, -1)] : []));

const keptOfResource = new Set(resourceAttributes.filter(({ fate }) => fate !== 'left out').map(({ name }) => name));

/** True for an attribute of an instrumentation that the list leaves out. */
export function isLeftOutOfSpans(key: string): boolean {
  return leftOutNames.has(key) || leftOutPrefixes.some((prefix) => key.startsWith(prefix));
}

/** True for an attribute of a resource that a detector found and the list does not name. */
export function isLeftOutOfResources(key: string): boolean {
  return !keptOfResource.has(key) && detectedNamespaces.some((namespace) => key.startsWith(namespace));
}

/** At most so many different names are remembered as said. */
const MAX_SAID = 1000;

/** Names an attribute that does not go on, at debug level and once for each source. */
export type ReportLeftOut = (key: string, source: string) => void;

/** A reporter with its own memory. */
export function createLeftOutReport(): ReportLeftOut {
  const said = new Set<string>();
  return (key, source) => {
    const id = `${source} ${key}`;
    if (said.has(id) || said.size >= MAX_SAID) return;
    said.add(id);
    diag.debug(`"${key}" of ${source} is not on the list of attributes that go to X-Ray; it is left out.`);
  };
}
