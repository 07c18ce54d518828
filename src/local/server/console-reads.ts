import type { ConsoleStatus, CostResult } from '../api/console-api.ts';
import { estimateCost } from '../query/estimate-cost.ts';
import { createArchiveLinter } from '../query/lint-archive.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import { toKeptTraceId } from './asked-trace-id.ts';
import { JsonText, type Reading } from './api-endpoint.ts';
import { invalidRequest, XRayFault } from './xray-fault.ts';

/** What the console's reads are made from. */
export interface ConsoleReadsOptions {
  readonly archive: TraceArchive;
  readonly status: () => ConsoleStatus;
}

/** GET /console/…: status, lint, cost and the documents of traces. */
export function createConsoleReads({ archive, status }: ConsoleReadsOptions): Reading {
  const linter = createArchiveLinter(archive);
  return (path, parameters) => {
    const [view = '', traceId = '', ...more] = path.split('/');
    if (view === 'trace' && more.length === 0) return readTrace(archive, traceId);
    if (path === 'status') return status();
    if (path === 'lint') return linter.lint(Date.now() / 1000);
    return path === 'cost' ? readCost(archive, parameters) : undefined;
  };
}

/** A {@link TraceDocuments}; text from the database goes out as it is. */
function readTrace(archive: TraceArchive, id: string): JsonText {
  const traceId = toKeptTraceId(id);
  const trace = archive.readJson(traceId);
  if (trace === undefined) throw new XRayFault('TraceNotFound', 'This trace is not here (any more).', 404);
  const { revision, chunks } = trace;
  return new JsonText(
    `{"traceId":${JSON.stringify(traceId)},"revision":${revision},"documents":[${chunks.join(',')}]}`,
  );
}

function readCost(archive: TraceArchive, parameters: URLSearchParams): CostResult {
  const { traces, documents, bytes } = archive.counts;
  const read = (name: string, byDefault: number, most: number): number => {
    const number = Number(parameters.get(name) ?? byDefault);
    if (number >= 0 && number <= most) return number;
    throw invalidRequest(`"${name}" is no number from 0 to ${most}.`);
  };
  return estimateCost(
    {
      requestsPerSecond: read('requestsPerSecond', 50, 1e6),
      reservoirPerSecond: read('reservoirPerSecond', 1, 1e6),
      sampledShare: read('sampledShare', 0.05, 1),
      readsPerTrace: read('readsPerTrace', 1, 1000),
    },
    { documents: traces === 0 ? 0 : documents / traces, bytes: traces === 0 ? 0 : bytes / traces },
  );
}
