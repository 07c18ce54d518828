import type { TraceArchive } from '../../src/local/store/trace-archive.ts';
import type { SegmentDocument } from '../../src/xray/segment-document.ts';

/** All documents of an archive; those of the trace that began last come first. */
export function documentsOf(archive: TraceArchive): readonly SegmentDocument[] {
  const traceIds = archive.rowsNewestFirst().map((row) => archive.traceAt(row)?.traceId ?? '');
  return traceIds.flatMap((traceId) => archive.get(traceId)?.documents ?? []);
}
