import type { SegmentDocument } from '../../../src/xray/segment-document.ts';

/** Documents by their trace, in their order. Spans that are compared are each of a trace of their own. */
export function groupByTrace(documents: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const text of documents) {
    const { trace_id: traceId = '' } = parse(text);
    groups.set(traceId, [...(groups.get(traceId) ?? []), text]);
  }
  return groups;
}

/**
 * The documents of one span with every id that the exporter draws at random replaced by a word: the exceptions', and
 * that of the service segment when a local root is split into two documents. What else differs, differs.
 */
export function maskRandomIds(documents: readonly string[]): string[] {
  const parsed = documents.map(parse);
  const words = new Map<string, string>();
  const [dependency, service] = parsed;
  if (typeof service?.id === 'string' && dependency?.parent_id === service.id) words.set(service.id, 'service segment');
  for (const { cause } of parsed) {
    const exceptions = typeof cause === 'object' ? (cause.exceptions ?? []) : [];
    for (const { id } of exceptions) if (id !== undefined) words.set(id, `exception ${words.size}`);
  }
  // Only where ids stand: a value that looks like one is data.
  return documents.map((text) =>
    text.replaceAll(/"(id|parent_id|cause)":"([0-9a-f]{16})"/g, (whole, field: string, id: string) => {
      const word = words.get(id);
      return word === undefined ? whole : `"${field}":"${word}"`;
    }),
  );
}

function parse(text: string): SegmentDocument {
  return JSON.parse(text) as SegmentDocument;
}

/**
 * Where the documents of spans, given span by span, differ from those that arrived in the same order, random ids apart:
 * pairs of what was expected and what came. Empty when all are equal and none came besides.
 */
export function compareInOrder(
  expected: readonly (readonly string[])[],
  arrived: readonly string[],
): { readonly expected: string[]; readonly arrived: string[] }[] {
  let from = 0;
  const pairs = expected.map((documents) => {
    const some = arrived.slice(from, (from += documents.length));
    return { expected: maskRandomIds(documents), arrived: maskRandomIds(some) };
  });
  const rest = { expected: [], arrived: arrived.slice(from) };
  return [...pairs, rest].filter(({ expected, arrived }) => expected.join('') !== arrived.join(''));
}
