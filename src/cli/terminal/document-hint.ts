import type { TraceNode } from '../../local/query/trace-tree.ts';

/** The longest hint, in cells. */
export const HINT_WIDTH = 7;

/** One word on what X-Ray draws of a document: a node of the service itself or of what it called; empty for inner work. */
export function hintOf({ document, isSegment }: TraceNode): string {
  if (isSegment) return 'segment';
  if (document.sql !== undefined) return 'sql';
  if (document.namespace === 'aws') return 'aws';
  return document.namespace === 'remote' ? 'remote' : '';
}
