import type { TraceRecord } from '../../local/trace-record.ts';
import { toXRayTraceId } from '../../xray/trace-id.ts';
import { displayWidth, truncateEnd } from './display-width.ts';
import { formatDuration } from './format-duration.ts';
import { lookOf } from './outcome-look.ts';
import { readHttpStatus } from './span-attribute.ts';
import { operationOf } from './span-label.ts';
import { outcomeOf, type SpanOutcome } from './span-outcome.ts';
import type { Style } from './style.ts';
import { GAP_WIDTH, MARK_WIDTH } from './trace-layout.ts';
import type { TraceNode } from './trace-tree.ts';

/** The narrowest terminal, in cells, whose header has room for the trace id beside everything else. */
const NARROWEST_WITH_ID = 96;

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
  const { span } = root;
  const { mark, paint } = lookOf(outcomeOf(span), style);
  const id = toXRayTraceId(trace.traceId);
  const facts = [
    formatDuration(span.endTimeUnixNano - span.startTimeUnixNano),
    formatTime(span.startTimeUnixNano, rendering),
  ];
  if (root.parent === undefined && span.parentIsRemote === false) facts.push('incomplete');
  if (trace.revision > 0) facts.push('updated');
  const outcome = describeOutcome(outcomeOf(span), readHttpStatus(span));
  const tail = ` · ${facts.join(' · ')}`;

  const isOneLine = width >= NARROWEST_WITH_ID;
  const room = width - MARK_WIDTH - GAP_WIDTH - outcome.length - tail.length - (isOneLine ? GAP_WIDTH + id.length : 0);
  const operation = truncateEnd(operationOf(span), room);
  const left = `${paint(mark)} ${style.bold(operation)}${' '.repeat(GAP_WIDTH)}${paint(outcome)}${style.dim(tail)}`;
  if (!isOneLine) return [left, ' '.repeat(MARK_WIDTH) + style.dim(id)];
  return [left + ' '.repeat(room - displayWidth(operation) + GAP_WIDTH) + style.dim(id)];
}

function describeOutcome(outcome: SpanOutcome, httpStatus: number | undefined): string {
  if (httpStatus === undefined) return outcome;
  return outcome === 'ok' ? String(httpStatus) : `${httpStatus} ${outcome}`;
}

function formatTime(unixNano: bigint, { timeZone }: HeaderRendering): string {
  return new Date(Number(unixNano / 1_000_000n)).toLocaleTimeString(
    'en-GB',
    timeZone === undefined ? {} : { timeZone },
  );
}
