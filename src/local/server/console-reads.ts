import type { ConsoleStatus, TraceRowDetail } from '../api/console-api.ts';
import { buildTimeline } from '../query/trace-timeline.ts';
import { listNodes } from '../query/summarize-trace.ts';
import { buildTraceTree } from '../query/trace-tree.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import type { Reading } from './api-endpoint.ts';

/** What the console's reads are made from. */
export interface ConsoleReadsOptions {
  readonly archive: TraceArchive;
  readonly status: () => ConsoleStatus;
}

/** GET /console/…: status and timelines. */
export function createConsoleReads({ archive, status }: ConsoleReadsOptions): Reading {
  return (path) => {
    const [view = '', traceId = '', rowId, ...more] = path.split('/');
    if (more.length > 0) return undefined;
    if (path === 'status') return status();
    if (view !== 'trace') return undefined;
    const trace = archive.get(traceId);
    if (trace === undefined) return undefined;
    if (rowId === undefined) return buildTimeline(trace);
    const node = listNodes(buildTraceTree(trace.documents)).find(({ document }) => document.id === rowId);
    if (node === undefined) return undefined;
    const { subsegments: _subsegments, ...document } = node.document;
    return { traceId, id: rowId, document } satisfies TraceRowDetail;
  };
}
