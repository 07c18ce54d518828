/**
 * How fast the local X-Ray is with 250,000 documents: `npm run bench:local [-- --write]`. What is asked for here is in
 * process; the API adds JSON and a loopback connection. With `--write` the figures go into docs/local.md.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compileFilter } from '../../src/local/filter/compile-filter.ts';
import { parseFilter } from '../../src/local/filter/parse-filter.ts';
import { createTraceQueries, type TraceQueries } from '../../src/local/query/trace-queries.ts';
import { type LocalXRay, startLocal } from '../../src/local/start-local.ts';
import { createTraceArchive } from '../../src/local/store/trace-archive.ts';
import { replaceSection } from '../replace-section.ts';
import { takeTime } from './cpu-time.ts';
import { generateTraces } from './generate-documents.ts';
import { ingestOverGrpc } from './ingest-over-grpc.ts';
import { type Figure, renderFigures } from './render-figures.ts';

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, documents: { type: 'string', default: '250000' } },
});
const documentCount = Number(values.documents);
const startSeconds = Math.floor(Date.now() / 1000) - 3600;
const range = { start: startSeconds - 60, end: startSeconds + 100_000 };

/** Of each kind one that finds little, one that finds nothing though it has to look, and one that finds everything. */
const FILTERS = [
  '',
  'fault',
  'responsetime >= 0',
  'responsetime > 1000',
  'http.url CONTAINS "http"',
  'http.url CONTAINS "nothing has this"',
  '!(http.url CONTAINS "http")',
  'annotation.tenant = "tenant-7"',
  'annotation.attempt > 5',
  'annotation.nobody = "x"',
  'user = "nobody"',
  'service("orders") { fault }',
  'service("nobody")',
  'service() { http.status > 900 }',
  'edge("orders", "pricing") { fault }',
  'edge() { responsetime > 1000 }',
  'rootcause.fault.exception { message CONTAINS "nobody" }',
  'rootcause.responsetime.entity { coverage > 2 }',
  'rootcause.responsetime.service { name = "nobody" } OR rootcause.error.entity { remote }',
  'rootcause.json = #{"Services": [{"Name": "nobody"}, {"EntityPath": [{"Name": "nobody", "Coverage": 1}]}]}',
  'service(id(name: "orders", type: "AWS::ECS::Fargate", account.id: "0")) { annotation.tenant ENDSWITH "x" }',
  'service() { annotation.tenant ENDSWITH "x" OR http.url CONTAINS "nothing" OR user = "nobody" }',
  '!service() { responsetime >= 0 } OR !(service() { !(http.url CONTAINS "nothing") })',
  'edge() { source.annotation.tenant = "nobody" OR destination.annotation.attempt > 5 }',
  '(service("nobody") OR edge() { throttle }) AND !(annotation.tenant BEGINSWITH "x" OR user)',
];

async function askMap(queries: TraceQueries): Promise<Figure> {
  const first = await takeTime(() => queries.serviceGraph(range, undefined));
  const again = await takeTime(() => queries.serviceGraph(range, undefined));
  return { what: 'map of everything, first and second time', millis: [first.cpuMillis, again.cpuMillis] };
}

async function askFilter(queries: TraceQueries, expression: string): Promise<Figure> {
  const parsed = parseFilter(expression);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const filter = parsed.filter && compileFilter(parsed.filter, () => undefined);
  const query = { ...range, type: 'TraceId' as const, filter, after: undefined };
  let found = 0;
  const first = await takeTime(() => (found = queries.summaries(query).TraceSummaries.length));
  const again = await takeTime(() => queries.summaries(query));
  const what = expression === '' ? 'list without a filter' : `\`${expression}\``;
  return { what: `${what}, ${found} on the page`, millis: [first.cpuMillis, again.cpuMillis] };
}

const figures: Figure[] = [];
const tell = (figure: Figure): void => {
  figures.push(figure);
  console.log(renderFigures([figure]).at(-1));
};

/** Spans after which V8 has compiled what it compiles; that takes a second. */
const WARM_UP_SPANS = 50_000;

async function ingest(spanCount: number, what: string): Promise<LocalXRay> {
  const xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0, archive: { maxDocuments: spanCount } });
  const { cpuMillis } = await ingestOverGrpc(xray, spanCount, startSeconds);
  tell({ what: `spans ingested over OTLP/gRPC, ${what}`, perSecond: spanCount / (cpuMillis / 1000) });
  return xray;
}

await (await ingest(WARM_UP_SPANS, `the first ${WARM_UP_SPANS} of a process`)).close();
const xray = await ingest(documentCount, `${documentCount} after these`);
const queries = createTraceQueries(xray.archive);
tell(await askMap(queries));
for (const expression of FILTERS) tell(await askFilter(queries, expression));
const row = xray.archive.rowsNewestFirst()[documentCount / 20] ?? 0;
const id = xray.archive.traceAt(row)?.traceId ?? '';
tell({ what: 'a trace of five', millis: [(await takeTime(() => queries.traces([id]))).cpuMillis] });
await xray.close();

const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-local-'));
try {
  const options = { maxDocuments: documentCount, databaseFile: path.join(folder, 'traces.db') };
  const traces = [...generateTraces(documentCount, startSeconds)];
  const archive = createTraceArchive(options);
  const written = await takeTime(() => {
    for (let index = 0; index < traces.length; index += 100) {
      archive.add(traces.slice(index, index + 100).flatMap((trace) => trace.map((document) => ({ document }))));
    }
    archive.settle();
  });
  tell({ what: 'documents put into a file', perSecond: documentCount / (written.cpuMillis / 1000) });
  archive.close();
  const opened = await takeTime(() => {
    const again = createTraceArchive(options);
    createTraceQueries(again).summaries({ ...range, type: 'TraceId', filter: undefined, after: undefined });
    again.close();
  });
  tell({ what: 'the file opened again, until its youngest traces are listed', millis: [opened.cpuMillis] });
  const read = await takeTime(async () => {
    const again = createTraceArchive(options);
    while (again.readShare < 1) await setTimeout(20);
    again.close();
  });
  tell({ what: 'the file opened again, until all of it is read beside other work', millis: [read.cpuMillis] });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

if (values.write) {
  const page = path.resolve(import.meta.dirname, '../../docs/local.md');
  const measured = `Measured on ${new Date().toISOString().slice(0, 10)} by \`npm run bench:local\` on Node ${process.versions.node}, ${os.cpus().length} cores, with ${documentCount} documents of ${documentCount / 5} traces, in CPU time; questions are asked in process, the first time and again.`;
  const text = [measured, '', ...renderFigures(figures)].join('\n');
  writeFileSync(page, replaceSection(readFileSync(page, 'utf8'), 'bench', text));
}
