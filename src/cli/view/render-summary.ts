import { redactText } from '../../enrichment/redact-text.ts';
import type { TraceSummary } from '../../local/api/xray-api.ts';
import type { Outcome } from '../../local/query/document-outcome.ts';
import { displayWidth, padEnd, padStart, truncateEnd, truncateStart } from '../terminal/display-width.ts';
import { formatDuration } from '../terminal/format-duration.ts';
import { lookOf } from '../terminal/outcome-look.ts';
import { toSafeText } from '../terminal/safe-text.ts';
import { createStyle } from '../terminal/style.ts';

/** How a list is to be written. */
export interface RenderListOptions {
  /** Cells in a line. */
  readonly width: number;
  readonly color: boolean;
  /** IANA name of the zone for times; the machine's own when absent. */
  readonly timeZone?: string;
}

const ID_WIDTH = 35;
const TIME_WIDTH = 8;
const DURATION_WIDTH = 7;
const STATUS_WIDTH = 3;
const METHOD_WIDTH = 6;
/** Enough of an id to name its trace: `otel-xray trace` takes the end of one. */
const TAIL_WIDTH = 8;
const NARROWEST_WITH_ID = 90;
const NARROWEST_WITH_TAIL = 56;
const NARROWEST = 40;

/**
 * A trace in one line: outcome, start, response time, status, method, URL without its host (or the service where there
 * is none), annotations and id, as far as the terminal is wide: below 90 cells the end of the id, below 56 neither id
 * nor start. Ends with a line break.
 */
export function renderSummary(summary: TraceSummary, { width, color, timeZone }: RenderListOptions): string {
  const style = createStyle(color);
  const { mark, paint } = lookOf(outcomeOfSummary(summary), style);
  const used = Math.max(width, NARROWEST);
  const id = idWithin(summary.Id, used);
  const hasTime = id !== '';
  const time = new Date(summary.StartTime * 1000).toLocaleTimeString(
    'en-GB',
    timeZone === undefined ? {} : { timeZone },
  );
  const { HttpStatus = '', HttpMethod = '' } = summary.Http;
  const seconds = summary.ResponseTime ?? summary.Duration;
  const duration = summary.ResponseTime === undefined ? '…' : formatMillis(seconds);
  const fixed = 2 + DURATION_WIDTH + 1 + STATUS_WIDTH + 1 + METHOD_WIDTH + 1;
  const room = used - fixed - (hasTime ? TIME_WIDTH + 1 + displayWidth(id) + 1 : 0);
  const { what, query } = describe(summary);
  const shown = truncateStart(what, room);
  const behind = truncateEnd(
    [query, describeAnnotations(summary)].filter((text) => text !== '').join('  '),
    room - displayWidth(shown) - 2,
  );
  const padded = padEnd(behind === '' ? shown : `${shown}  ${behind}`, room);
  const line = [
    paint(mark),
    ...(hasTime ? [style.dim(padEnd(time, TIME_WIDTH))] : []),
    padStart(duration, DURATION_WIDTH),
    paint(padStart(toSafeText(String(HttpStatus)), STATUS_WIDTH)),
    padEnd(truncateEnd(toSafeText(HttpMethod), METHOD_WIDTH), METHOD_WIDTH),
    padded.slice(0, shown.length) + style.dim(padded.slice(shown.length)),
    ...(id === '' ? [] : [style.dim(id)]),
  ];
  return `${line.join(' ').trimEnd()}\n`;
}

function idWithin(id: string, width: number): string {
  if (width < NARROWEST_WITH_TAIL) return '';
  return width < NARROWEST_WITH_ID ? toSafeText(id.slice(-TAIL_WIDTH)) : truncateEnd(toSafeText(id), ID_WIDTH);
}

/** X-Ray tells response times in whole milliseconds. */
function formatMillis(seconds: number): string {
  return formatDuration(seconds).replace('.0 ms', ' ms');
}

/** What a trace in the list is shown as. */
export function outcomeOfSummary({ HasFault, HasThrottle, HasError }: TraceSummary): Outcome {
  if (HasFault) return 'fault';
  if (HasError) return HasThrottle ? 'throttle' : 'error';
  return 'ok';
}

/** Service and path, and the query, which is shown only where there is room, without secrets. */
function describe({ Http: { HttpURL = '' }, EntryPoint, IsPartial }: TraceSummary): {
  readonly what: string;
  readonly query: string;
} {
  const name = toSafeText(EntryPoint?.Name ?? '?');
  const [, path = '', query = ''] = /^([^?#]*)(.*)$/s.exec(HttpURL.replace(/^[a-z]+:\/\/[^/?#]*/i, '')) ?? [];
  const place = toSafeText(redactText(path));
  return {
    what: `${name}${place === '' ? '' : ` ${place}`}${IsPartial ? ' (partial)' : ''}`,
    query: toSafeText(redactText(query)),
  };
}

function describeAnnotations({ Annotations }: TraceSummary): string {
  return Object.entries(Annotations)
    .map(
      ([key, values]) => `${key}=${values.map(({ AnnotationValue }) => Object.values(AnnotationValue).join()).join()}`,
    )
    .map((text) => toSafeText(redactText(text)))
    .join(' ');
}
