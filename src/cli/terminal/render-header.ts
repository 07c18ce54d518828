import type { TraceRecord } from '../../local/trace-record.ts';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import { displayWidth, truncateEnd } from './display-width.ts';
import { httpStatusOf } from './document-field.ts';
import { operationOf } from './document-label.ts';
import { outcomeOf } from '../../local/query/document-outcome.ts';
import { timesOf } from '../../local/query/document-times.ts';
import { formatDuration } from './format-duration.ts';
import { lookOf } from './outcome-look.ts';
import { toSafeText } from './safe-text.ts';
import type { Style } from './style.ts';
import { GAP_WIDTH, MARK_WIDTH } from './trace-layout.ts';
import { isOrphan, type TraceNode } from '../../local/query/trace-tree.ts';

/** The narrowest terminal, in cells, whose header has room for the trace id beside everything else. */
const NARROWEST_WITH_ID = 96;
const ID_WIDTH = 35;
/** What the operation gets, in cells, before the facts behind it get the rest. */
const NARROWEST_OPERATION = 8;

/** How a header is to be written. */
export interface HeaderRendering {
  readonly width: number;
  readonly style: Style;
  /** IANA name of the zone for the start time; the machine's own when absent. */
  readonly timeZone?: string;
}

/**
 * A trace in one line: what the root did, how it ended, how long it took, when, and the trace id in X-Ray form;
 * two lines where the terminal is too narrow.
 */
export function renderHeader(trace: TraceRecord, root: TraceNode, rendering: HeaderRendering): readonly string[] {
  const { width, style } = rendering;
  const { document } = root;
  const { mark, paint } = lookOf(outcomeOf(document), style);
  const id = truncateEnd(toSafeText(trace.traceId), ID_WIDTH);
  const outcome = describeOutcome(document);
  const isOneLine = width >= NARROWEST_WITH_ID;
  const free = width - MARK_WIDTH - GAP_WIDTH - outcome.length - (isOneLine ? GAP_WIDTH + id.length : 0);
  const tail = fitFacts(factsOf(trace, root, rendering), free - NARROWEST_OPERATION);

  const room = free - tail.length;
  const operation = truncateEnd(operationOf(root), room);
  const left = `${paint(mark)} ${style.bold(operation)}${' '.repeat(GAP_WIDTH)}${paint(outcome)}${style.dim(tail)}`;
  if (!isOneLine) return [left, ' '.repeat(MARK_WIDTH) + style.dim(id)];
  return [left + ' '.repeat(room - displayWidth(operation) + GAP_WIDTH) + style.dim(id)];
}

/** The least important first. */
function factsOf(trace: TraceRecord, root: TraceNode, rendering: HeaderRendering): readonly Fact[] {
  const { start, end } = timesOf(root.document);
  return [
    { place: 1, text: formatTime(start, rendering) },
    { place: 0, text: end === undefined ? '' : formatDuration(end - start) },
    { place: 3, text: trace.revision > 0 ? 'updated' : '' },
    // Of a subsegment whose segment never came; a segment may well have its parent in a service that sends elsewhere.
    { place: 2, text: isOrphan(root) && !root.isSegment ? 'incomplete' : '' },
  ].filter(({ text }) => text !== '');
}

interface Fact {
  /** Where it stands among the others. */
  readonly place: number;
  readonly text: string;
}

/** As many facts as fit, each after a dot. */
function fitFacts(facts: readonly Fact[], room: number): string {
  for (let left = facts; left.length > 0; left = left.slice(1)) {
    const texts = left.toSorted((a, b) => a.place - b.place).map(({ text }) => ` · ${text}`);
    const tail = texts.join('');
    if (tail.length <= room) return tail;
  }
  return '';
}

function describeOutcome(document: SegmentDocument): string {
  const outcome = outcomeOf(document);
  const status = httpStatusOf(document);
  if (outcome === 'ok' && timesOf(document).end === undefined) return 'in progress';
  if (status === undefined) return outcome;
  return outcome === 'ok' ? String(status) : `${status} ${outcome}`;
}

function formatTime(seconds: number, { timeZone }: HeaderRendering): string {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB', timeZone === undefined ? {} : { timeZone });
}
