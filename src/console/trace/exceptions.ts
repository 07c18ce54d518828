import type { ExceptionBlock, SegmentDocument } from '../../xray/segment-document.ts';
import type { TraceModel, TraceNode } from './trace-model.ts';

/** The exceptions that a document describes; none where it only names one of another document. */
export function exceptionsOf({ cause }: SegmentDocument): readonly ExceptionBlock[] {
  if (typeof cause !== 'object' || cause === null) return [];
  return Array.isArray(cause.exceptions)
    ? cause.exceptions.filter((item) => typeof item === 'object' && item !== null)
    : [];
}

/** The node that describes the exception which a document only names. */
export function describerOf({ cause }: SegmentDocument, { nodes }: TraceModel): TraceNode | undefined {
  if (typeof cause !== 'string') return undefined;
  return nodes.find(({ document }) => exceptionsOf(document).some(({ id }) => id === cause));
}
