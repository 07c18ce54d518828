import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { compileFilter } from '../../../src/local/filter/compile-filter.ts';
import type { Filter } from '../../../src/local/filter/filter.ts';
import { parseFilter } from '../../../src/local/filter/parse-filter.ts';
import { createTraceQueries } from '../../../src/local/query/trace-queries.ts';
import { readTraceFacts, type TraceFacts } from '../../../src/local/query/summarize-trace.ts';
import { createTraceArchive } from '../../../src/local/store/trace-archive.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { sampleDocument } from '../sample-document.ts';
import { arbitraryFilter } from './arbitrary-filter.ts';
import { matches } from './reference-evaluator.ts';

const TRACES: readonly (readonly SegmentDocument[])[] = createTraces();

const archive = createTraceArchive();
archive.add(TRACES.flat().map((document) => ({ document })));
const queries = createTraceQueries(archive);
afterAll(() => archive.close());

const FACTS: readonly TraceFacts[] = TRACES.map((documents) =>
  readTraceFacts(documents, { traceId: documents[0]?.trace_id ?? '', revision: 1, arrivedAt: 0 }),
);

/** Traces of one to five documents with all that filters ask for, in all combinations that a few draws give. */
function createTraces(): readonly (readonly SegmentDocument[])[] {
  let state = 7;
  const random = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
  const maybe = <Value extends object>(share: number, value: Value): Partial<Value> => (random() < share ? value : {});
  const pick = <Item>(...items: Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  return Array.from({ length: 60 }, (_, index) => {
    const trace_id = `1-5759e988-${index.toString(16).padStart(24, '0')}`;
    const common = () => ({
      trace_id,
      durationMillis: pick(10, 100, 1500, 2000),
      ...maybe(0.2, { fault: true, cause: { exceptions: [{ type: pick('a', 'b'), message: pick('a', 'shop') }] } }),
      ...maybe(0.2, { error: true, ...maybe(0.5, { throttle: true }) }),
      ...maybe(0.5, {
        http: {
          request: { url: pick('http://a/b', 'b'), method: pick('a', 'GET') },
          response: { status: pick(200, 404, 500) },
        },
      }),
      ...maybe(0.3, { user: pick('a', 'b') }),
      ...maybe(0.4, {
        annotations: {
          [pick('tenant', 'count', 'flag', 'odd "key"')]: pick<string | number | boolean>(
            'a',
            'shop',
            'true',
            2,
            true,
            false,
          ),
        },
      }),
      ...maybe(0.2, {
        aws: {
          account_id: pick('a', 'b'),
          ec2: { instance_id: pick('a', 'b'), availability_zone: 'a', instance_size: null, ami_id: null },
        },
      }),
      ...maybe(0.1, { resource_arn: 'a' }),
      ...maybe(0.1, { in_progress: true }),
    });
    const documents = [sampleDocument({ id: 1, name: pick('a', 'shop'), ...common(), ...maybe(0.5, { origin: 'b' }) })];
    if (random() < 0.8)
      documents.push(
        sampleDocument({ id: 2, parent: 1, name: pick('b', 'orders'), namespace: pick('remote', 'aws'), ...common() }),
      );
    if (random() < 0.5)
      documents.push(sampleDocument({ id: 3, parent: 2, name: 'orders', ...common(), type: undefined }));
    if (random() < 0.5) documents.push(sampleDocument({ id: 4, parent: 1, name: 'work', ...common() }));
    if (random() < 0.2)
      documents.push(sampleDocument({ id: 5, parent: 99, name: 'late', namespace: 'remote', ...common() }));
    return documents;
  });
}

function found(expression: Parameters<typeof compileFilter>[0]): readonly string[] {
  const filter = compileFilter(expression, () => undefined);
  const { TraceSummaries } = queries.summaries({ start: 0, end: 1e11, type: 'TraceId', filter, after: undefined });
  return TraceSummaries.map(({ Id }) => Id).sort();
}

/** The same by a plain reading of every trace. */
function expected(filter: Filter): readonly string[] {
  return FACTS.filter((facts) => matches(facts, filter))
    .map(({ summary }) => summary.Id)
    .sort();
}

test('the index finds what a plain reading of the documents finds', () => {
  fc.assert(
    fc.property(arbitraryFilter, (filter) => {
      expect(found(filter)).toEqual(expected(filter));
    }),
    { numRuns: 500 },
  );
});

describe('each of these finds some traces and not all, those that a plain reading finds', () => {
  test.each([
    'ok',
    'fault',
    'throttle',
    'partial',
    'responsetime > 0.5',
    'http.status = 404',
    'http.url BEGINSWITH "http"',
    'user = "a"',
    'annotation.tenant',
    'annotation["odd \\"key\\""]',
    'annotation.count > 1',
    'annotation.flag = true',
    'service("orders") { fault }',
    'service(id(name: "shop", type: "b")) { root }',
    'edge("shop", "orders") { responsetime >= 1 }',
    'rootcause.fault.exception { message CONTAINS "ho" }',
    'rootcause.responsetime.service { inferred }',
    'rootcause.responsetime.service { last AND !inferred }',
    'rootcause.fault.entity { remote AND last }',
    'rootcause.fault.entity { name = "work" AND !first }',
    'rootcause.error.service { type BEGINSWITH "AWS" }',
    'rootcause.responsetime.entity { coverage < 1 AND !first }',
    'rootcause.json = #{"Services":[{"Name":"shop"},{}]}',
    'rootcause.json != #[{"Services":[{}]}]',
    'service() { !type }',
    'service() { type != "b" AND inferred }',
    'service(id(type: "remote", name: "orders"))',
    'service(id(account.id: "a"))',
    'service() { partial }',
    'service("shop") { duration = 0.1 }',
    'service("shop") { availabilityzone AND !(instance.id = "b") }',
    'edge(id(name: "shop", type: "client"), "shop") { fault }',
    'edge(id(name: "shop", type: "client"), "shop") { http.status = 500 OR user }',
    'edge("a", "orders") { user }',
    'edge("shop", "orders") { responsetime >= 0.1 AND responsetime <= 0.1 }',
    'edge() { source.annotation.count }',
    'edge() { destination.annotation.tenant AND !source.annotation.tenant }',
    'edge() { error AND !throttle }',
    'annotation.flag != true',
    'annotation.tenant != "a"',
    'annotation.count = "2" OR annotation.count = 2',
    'user != "a"',
    'instance.id = "a"',
    'resource.arn',
    'inferred',
    'duration != 1 AND responsetime <= 1',
  ])('%s', (expression) => {
    const parsed = parseFilter(expression);
    if (!parsed.ok || parsed.filter === undefined) throw new Error(expression);
    const ids = found(parsed.filter);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(TRACES.length);
    expect(ids).toEqual(expected(parsed.filter));
  });
});
