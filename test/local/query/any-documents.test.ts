import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../../src/local/filter/compile-filter.ts';
import { parseFilter } from '../../../src/local/filter/parse-filter.ts';
import { stringifyExactJson } from '../../../src/local/query/json-text.ts';
import { createArchiveLinter } from '../../../src/local/query/lint-archive.ts';
import { createTraceQueries } from '../../../src/local/query/trace-queries.ts';
import { readDocument } from '../../../src/local/receiver/read-document.ts';
import { createTraceArchive } from '../../../src/local/store/trace-archive.ts';
import { arbitraryDocuments, TRACE_IDS } from '../arbitrary-documents.ts';
import { findDeviations } from '../server/model-shape.ts';

function filterOf(expression: string) {
  const parsed = parseFilter(expression);
  return parsed.ok ? parsed.filter && compileFilter(parsed.filter, () => undefined) : undefined;
}

test('whatever is sent, every answer is one of X-Ray’s model, without nulls', () => {
  let [taken, refused] = [0, 0];
  fc.assert(
    fc.property(arbitraryDocuments, (values) => {
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
