import type { Outcome } from '../query/document-outcome.ts';
import type { PartFacts, PartMarks } from '../query/part-facts.ts';
import { toMillis } from '../query/summarize-trace.ts';
import type { CallShape } from '../query/call-shapes.ts';
import type { CallColumns, TraceColumns } from '../query/trace-columns.ts';

/** Reads a value of what is in a row. */
export type ReadRow<Columns, Value> = (columns: Columns, row: number) => Value;

/** Where filters ask: traces, the targets of calls, or calls as their callers saw them. */
export interface FilterPlace<Columns> {
  /** What a flag of the filter's language says of the place. */
  readonly flags: Readonly<Record<string, ReadRow<Columns, boolean>>>;
  /** A number or text; undefined where the place has none. */
  readonly values: Readonly<Record<string, ReadRow<Columns, number | string | undefined>>>;
  readonly marks: ReadRow<Columns, PartMarks | undefined>;
  /** Of the called side of a call. */
  readonly calledMarks?: ReadRow<Columns, PartMarks | undefined>;
  /** Where a trace keeps what is asked of its calls and causes; undefined elsewhere. */
  readonly asTraces?: (columns: Columns) => TraceColumns;
}

/** Whole traces. */
export const TRACE_PLACE: FilterPlace<TraceColumns> = {
  flags: {
    ok: ({ hasFault, hasError, hasThrottle }, row) =>
      hasFault[row] === false && hasError[row] === false && hasThrottle[row] === false,
    error: ({ hasError }, row) => hasError[row] === true,
    throttle: ({ hasThrottle }, row) => hasThrottle[row] === true,
    fault: ({ hasFault }, row) => hasFault[row] === true,
    partial: ({ isPartial }, row) => isPartial[row] === true,
    inferred: someCall(({ shape }, call) => shape[call]?.isInferred === true),
  },
  values: {
    responsetime: ({ responseTime }, row) => known(responseTime[row]),
    duration: ({ start, end }, row) => toMillis((end[row] ?? 0) - (start[row] ?? 0)),
    ...httpValues(({ facts }, row) => facts[row]),
  },
  marks: ({ facts }, row) => facts[row]?.marks,
  asTraces: (traces) => traces,
};

/** What calls led to. */
export const SERVICE_PLACE: FilterPlace<CallColumns> = {
  flags: {
    ...outcomeFlags((shape) => shape.ownOutcome),
    inferred: ({ shape }, row) => shape[row]?.isInferred === true,
    root: ({ shape }, row) => shape[row]?.isRoot === true,
  },
  values: {
    responsetime: ({ ownSeconds }, row) => toMicros(ownSeconds[row]),
    duration: ({ ownSeconds }, row) => toMicros(ownSeconds[row]),
    name: ({ shape }, row) => shape[row]?.target.name,
    type: ({ shape }, row) => {
      const type = shape[row]?.target.type;
      return type === '' ? undefined : type;
    },
    ...httpValues(({ own }, row) => own[row]),
  },
  marks: ({ own }, row) => own[row]?.marks,
};

/** Calls as their callers recorded them. */
export const EDGE_PLACE: FilterPlace<CallColumns> = {
  flags: outcomeFlags((shape) => shape.edgeOutcome),
  values: {
    responsetime: ({ edgeSeconds }, row) => toMicros(edgeSeconds[row]),
    duration: ({ edgeSeconds }, row) => toMicros(edgeSeconds[row]),
    ...httpValues(({ edge }, row) => edge[row]),
  },
  marks: ({ edge }, row) => edge[row]?.marks,
  calledMarks: ({ own }, row) => own[row]?.marks,
};

/** Whether some call of the trace in a row passes. */
export function someCall(test: ReadRow<CallColumns, boolean>): ReadRow<TraceColumns, boolean> {
  return ({ calls, firstCall, callCount }, row) => {
    const first = firstCall[row] ?? 0;
    const behind = first + (callCount[row] ?? 0);
    for (let call = first; call < behind; call += 1) if (test(calls, call)) return true;
    return false;
  };
}

/** Times are doubles since 1970, of which digits beyond these are noise: 100 ms are to be 0.1 s and not a bit less. */
function toMicros(seconds = NaN): number | undefined {
  return Number.isNaN(seconds) ? undefined : Math.round(seconds * 1e6) / 1e6;
}

function known(number = NaN): number | undefined {
  return Number.isNaN(number) ? undefined : number;
}

/** X-Ray's 429 is an error too. */
function outcomeFlags(outcomeOf: (shape: CallShape) => Outcome | undefined): FilterPlace<CallColumns>['flags'] {
  const flag =
    (...outcomes: (Outcome | undefined)[]): ReadRow<CallColumns, boolean> =>
    ({ shape: shapes }, row) => {
      const shape = shapes[row];
      return shape !== undefined && outcomes.includes(outcomeOf(shape));
    };
  return {
    ok: flag('ok'),
    error: flag('error', 'throttle'),
    throttle: flag('throttle'),
    fault: flag('fault'),
    partial: flag(undefined),
  };
}

function httpValues<Columns>(
  factsOf: ReadRow<Columns, PartFacts | undefined>,
): Readonly<Record<string, ReadRow<Columns, number | string | undefined>>> {
  return {
    'http.url': (columns, row) => factsOf(columns, row)?.url,
    'http.method': (columns, row) => factsOf(columns, row)?.method,
    'http.useragent': (columns, row) => factsOf(columns, row)?.agent,
    'http.clientip': (columns, row) => factsOf(columns, row)?.ip,
    'http.status': (columns, row) => factsOf(columns, row)?.status,
  };
}

/** Keywords whose values are lists, for a trace has many segments. */
export const LIST_KEYWORDS: Readonly<Record<string, 'users' | 'zones' | 'instances' | 'arns'>> = {
  user: 'users',
  availabilityzone: 'zones',
  'instance.id': 'instances',
  'resource.arn': 'arns',
};
