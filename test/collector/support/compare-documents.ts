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
 * Where the documents of a span first differ, random ids apart: some characters of both around that place. Undefined
 * when they are equal.
 */
export function findDifference(
  expected: readonly string[],
  arrived: readonly string[],
): { readonly expected: string; readonly arrived: string } | undefined {
  const [one, other] = [expected, arrived].map((documents) => maskRandomIds(documents).join(''));
  if (one === undefined || other === undefined || one === other) return undefined;
  let start = 0;
  while (one[start] === other[start]) start += 1;
  const around = (text: string): string => text.slice(Math.max(0, start - 80), start + 120);
  return { expected: around(one), arrived: around(other) };
}

/**
 * Where the documents of spans, given span by span, differ from those that arrived in the same order, as
 * {@link findDifference} says it. Empty when all are equal and none came besides.
 */
export function compareInOrder(
  expected: readonly (readonly string[])[],
  arrived: readonly string[],
): ReturnType<typeof findDifference>[] {
  let from = 0;
  const pairs = expected.map((documents) => findDifference(documents, arrived.slice(from, (from += documents.length))));
  return [...pairs, findDifference([], arrived.slice(from))].filter((difference) => difference !== undefined);
}

/**
 * The same where documents arrived in any order: by trace id (32 hex digits), of which each span has its own.
 */
export function compareByTrace(
  expected: ReadonlyMap<string, readonly string[]>,
  arrived: readonly string[],
): { readonly traceId: string; readonly difference: ReturnType<typeof findDifference> }[] {
  const there = groupByTrace(arrived);
  return [...expected]
    .map(([traceId, documents]) => {
      const some = there.get(`1-${traceId.slice(0, 8)}-${traceId.slice(8)}`) ?? [];
      return { traceId, difference: findDifference(documents, some) };
    })
    .filter(({ difference }) => difference !== undefined);
}
