import type { ConsoleStatus, CostResult, TraceRowDetail } from '../api/console-api.ts';
import { estimateCost } from '../query/estimate-cost.ts';
import { lintArchive } from '../query/lint-archive.ts';
import { listNodes } from '../query/summarize-trace.ts';
import { buildTimeline } from '../query/trace-timeline.ts';
import { buildTraceTree } from '../query/trace-tree.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import type { Reading } from './api-endpoint.ts';
import { invalidRequest } from './xray-fault.ts';

/** What the console's reads are made from. */
export interface ConsoleReadsOptions {
  readonly archive: TraceArchive;
  readonly status: () => ConsoleStatus;
}

/** GET /console/…: status, lint, cost and timelines. */
export function createConsoleReads({ archive, status }: ConsoleReadsOptions): Reading {
  return (path, parameters) => {
    const [view = '', traceId = '', rowId, ...more] = path.split('/');
    if (view === 'trace' && more.length === 0) return readTrace(archive, traceId, rowId);
    if (path === 'status') return status();
    if (path === 'lint') return lintArchive(archive, Date.now() / 1000);
    return path === 'cost' ? readCost(archive, parameters) : undefined;
  };
}

function readTrace(archive: TraceArchive, traceId: string, rowId: string | undefined): unknown {
  const trace = archive.get(traceId);
  if (trace === undefined) return undefined;
  if (rowId === undefined) return buildTimeline(trace);
  const node = listNodes(buildTraceTree(trace.documents)).find(({ document }) => document.id === rowId);
  if (node === undefined) return undefined;
  const { subsegments: _subsegments, ...document } = node.document;
  return { traceId, id: rowId, document } satisfies TraceRowDetail;
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
