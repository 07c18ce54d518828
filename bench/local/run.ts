/**
 * How fast the local X-Ray is with 250,000 documents, in CPU time: `npm run bench:local [documents]`. What is asked for
 * here is in process; the API adds JSON and a loopback connection.
 */
import { compileFilter } from '../../src/local/filter/compile-filter.ts';
import { parseFilter } from '../../src/local/filter/parse-filter.ts';
import { createTraceQueries } from '../../src/local/query/trace-queries.ts';
import { createTraceArchive } from '../../src/local/store/trace-archive.ts';
import { generateTraces } from './generate-documents.ts';

const documentCount = Number(process.argv[2] ?? 250_000);
const startSeconds = Math.floor(Date.now() / 1000) - 3600;
const range = { start: startSeconds - 60, end: startSeconds + 100_000 };

const FILTERS = [
  '',
  'fault',
  'http.url CONTAINS "nothing has this"',
  'annotation.tenant = "tenant-7"',
  'annotation.nobody = "x"',
  'service("orders") { fault }',
  'service("nobody")',
  'edge("orders", "pricing") { fault }',
  'rootcause.fault.exception { message CONTAINS "nobody" }',
];

function cpuMillis(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const archive = createTraceArchive({ maxDocuments: documentCount, maxBytes: Infinity });
const queries = createTraceQueries(archive);
const traces = [...generateTraces(documentCount, startSeconds)];
const ingest = cpuMillis(() => {
  for (let index = 0; index < traces.length; index += 100) {
    archive.add(traces.slice(index, index + 100).flatMap((trace) => trace.map((document) => ({ document }))));
  }
  archive.settle();
});
console.log(`${documentCount} documents: ${Math.round(documentCount / (ingest / 1000))} a CPU second into the store`);
console.log(`map: ${cpuMillis(() => queries.serviceGraph(range, undefined)).toFixed(0)} ms`);
const id = traces[0]?.[0]?.trace_id ?? '';
console.log(`trace: ${cpuMillis(() => queries.traces([id])).toFixed(1)} ms`);
for (const expression of FILTERS) {
  const parsed = parseFilter(expression);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const filter = parsed.filter && compileFilter(parsed.filter, () => undefined);
  const query = { ...range, type: 'TraceId' as const, filter, after: undefined };
  let found = 0;
  const millis = cpuMillis(() => (found = queries.summaries(query).TraceSummaries.length));
  console.log(`filter ${expression === '' ? '(none)' : expression}: ${millis.toFixed(0)} ms, ${found} on the page`);
}
archive.close();
