import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../../src/local/filter/compile-filter.ts';
import { parseFilter } from '../../../src/local/filter/parse-filter.ts';
import { stringifyExactJson } from '../../../src/local/query/json-text.ts';
import { createArchiveLinter } from '../../../src/local/query/lint-archive.ts';
import { createTraceQueries } from '../../../src/local/query/trace-queries.ts';
import { readDocument } from '../../../src/local/receiver/read-document.ts';
import { createTraceArchive } from '../../../src/local/store/trace-archive.ts';
import { findDeviations } from '../server/model-shape.ts';

const TRACE_IDS = ['1-5759e988-bd862e3fe1be46a994272793', '1-ffffffff-bd862e3fe1be46a994272793'];

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const text = fc.oneof(fc.constantFrom('', 'x', '__proto__', 'constructor', '\u0000', '\ud800'), fc.string());
const time = fc.oneof(
  fc.constantFrom(0, 1_700_000_000, 1_700_000_001.5, 1e-300, 1e11, 1e300, -1),
  fc.double({ min: 0, max: 2e9, noNaN: true }),
);
const id = fc.integer({ min: 1, max: 4 }).map((number) => number.toString(16).padStart(16, '0'));
const anything = fc.jsonValue({ maxDepth: 3 });

/** What nobody sends on purpose: ids in circles, times in any order, fields of any kind where any are allowed. */
function documentWith(subsegments: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc.record(
    {
      id,
      name: text,
      trace_id: fc.constantFrom(...TRACE_IDS),
      start_time: time,
      end_time: optional(time),
      in_progress: optional(fc.boolean()),
      parent_id: optional(id),
      type: optional(fc.constantFrom('subsegment', 'x')),
      namespace: optional(fc.constantFrom('aws', 'remote', 'x')),
      fault: optional(fc.boolean()),
      error: optional(fc.boolean()),
      throttle: optional(fc.boolean()),
      origin: optional(text),
      user: optional(text),
      resource_arn: optional(text),
      http: optional(
        fc.record({
          request: optional(fc.record({ url: optional(text), method: optional(text) })),
          response: optional(fc.record({ status: optional(fc.double({ noNaN: true, noDefaultInfinity: true })) })),
        }),
      ),
      annotations: optional(fc.dictionary(text, anything)),
      metadata: optional(fc.dictionary(text, anything)),
      aws: optional(fc.record({ account_id: optional(text), table_names: optional(fc.array(text)), other: anything })),
      cause: optional(
        fc.oneof(
          text,
          fc.record({
            exceptions: optional(fc.array(fc.record({ type: optional(text), message: optional(text), x: anything }))),
          }),
        ),
      ),
      links: optional(fc.array(fc.record({ trace_id: optional(fc.constantFrom(...TRACE_IDS)), id: optional(id) }))),
      subsegments,
    },
    { requiredKeys: ['id', 'name', 'trace_id', 'start_time'] },
  );
}

const nested = optional(fc.array(documentWith(fc.constant(undefined)), { maxLength: 3 }));
const documents = fc.array(documentWith(nested), { minLength: 1, maxLength: 6 });

function filterOf(expression: string) {
  const parsed = parseFilter(expression);
  return parsed.ok ? parsed.filter && compileFilter(parsed.filter, () => undefined) : undefined;
}

test('whatever is sent, every answer is one of X-Ray’s model, without nulls', () => {
  let [taken, refused] = [0, 0];
  fc.assert(
    fc.property(documents, (values) => {
      const archive = createTraceArchive();
      const queries = createTraceQueries(archive);
      for (const value of values) {
        const read = readDocument(JSON.stringify(value));
        if (read.ok) archive.add([read]);
        if (read.ok) taken += 1;
        else refused += 1;
      }
      const range = { start: 0, end: Infinity };
      const list = { ...range, after: undefined };
      const answers: [operation: string, answer: object][] = [
        ['GetTraceSummaries', queries.summaries({ ...list, type: 'TraceId', filter: undefined })],
        ['GetTraceSummaries', queries.summaries({ ...list, type: 'Service', filter: filterOf('service() { !ok }') })],
        ['BatchGetTraces', queries.traces(TRACE_IDS)],
        ['GetServiceGraph', queries.serviceGraph({ start: 0, end: 2e9 }, undefined)],
        ['GetServiceGraph', queries.serviceGraph({ start: 1_700_000_001, end: 1_700_000_002 }, undefined)],
        ['GetTraceGraph', queries.traceGraph(TRACE_IDS)],
      ];
      for (const [operation, answer] of answers) {
        const json: unknown = JSON.parse(stringifyExactJson(answer));
        expect(findDeviations(operation, json)).toEqual([]);
      }
      expect(JSON.stringify(queries.histogram(range, undefined))).not.toContain('null');
      expect(createArchiveLinter(archive).lint(2e9).traceCount).toBe(archive.counts.traces);
      archive.close();
    }),
    { numRuns: 300 },
  );
  // Most of what is made here is taken, or this would say nothing.
  expect(taken).toBeGreaterThan(refused);
});
