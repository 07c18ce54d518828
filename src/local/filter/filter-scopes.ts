import type { FaultRootCause, ResponseTimeRootCause } from '../api/xray-api.ts';
import type { Outcome } from '../query/document-outcome.ts';
import type { PartFacts, PartMarks } from '../query/part-facts.ts';
import { toMillis } from '../query/summarize-trace.ts';
import type { CallDigest, TraceDigest } from '../query/trace-digest.ts';

/** Where filters ask: a trace, the target of a call, or a call as its caller saw it. */
export interface FilterPlace<Place> {
  /** What a flag of the filter's language says of the place. */
  readonly flags: Readonly<Record<string, (place: Place) => boolean>>;
  /** A number or text; undefined where the place has none. */
  readonly values: Readonly<Record<string, (place: Place) => number | string | undefined>>;
  readonly marks: (place: Place) => PartMarks | undefined;
  /** Of the called side of a call. */
  readonly calledMarks?: (place: Place) => PartMarks | undefined;
  /** In a trace only. */
  readonly calls?: (place: Place) => readonly CallDigest[];
  readonly causes?: Readonly<
    Record<'fault' | 'error' | 'responsetime', (place: Place) => readonly (FaultRootCause | ResponseTimeRootCause)[]>
  >;
}

/** A whole trace. */
export const TRACE_PLACE: FilterPlace<TraceDigest> = {
  flags: {
    ok: ({ hasFault, hasError, hasThrottle }) => !hasFault && !hasError && !hasThrottle,
    error: ({ hasError }) => hasError,
    throttle: ({ hasThrottle }) => hasThrottle,
    fault: ({ hasFault }) => hasFault,
    partial: ({ isPartial }) => isPartial,
    inferred: ({ calls }) => calls.some(({ shape }) => shape.isInferred),
  },
  values: {
    responsetime: ({ responseTime }) => responseTime,
    duration: ({ start, end }) => toMillis(end - start),
    ...httpValues(({ facts }) => facts),
  },
  marks: ({ facts }) => facts.marks,
  calls: ({ calls }) => calls,
  causes: {
    fault: ({ faultCauses }) => faultCauses,
    error: ({ errorCauses }) => errorCauses,
    responsetime: ({ slowCauses }) => slowCauses,
  },
};

/** What a call led to. */
export const SERVICE_PLACE: FilterPlace<CallDigest> = {
  flags: {
    ...outcomeFlags(({ shape }) => shape.ownOutcome),
    inferred: ({ shape }) => shape.isInferred,
    root: ({ shape }) => shape.isRoot,
  },
  values: {
    responsetime: ({ ownSeconds }) => ownSeconds,
    duration: ({ ownSeconds }) => ownSeconds,
    name: ({ shape }) => shape.target.name,
    type: ({ shape }) => (shape.target.type === '' ? undefined : shape.target.type),
    ...httpValues(({ own }) => own),
  },
  marks: ({ own }) => own.marks,
};

/** A call as its caller recorded it. */
export const EDGE_PLACE: FilterPlace<CallDigest> = {
  flags: outcomeFlags(({ shape }) => shape.edgeOutcome),
  values: {
    responsetime: ({ edgeSeconds }) => edgeSeconds,
    duration: ({ edgeSeconds }) => edgeSeconds,
    ...httpValues(({ edge }) => edge),
  },
  marks: ({ edge }) => edge?.marks,
  calledMarks: ({ own }) => own.marks,
};

/** X-Ray's 429 is an error too. */
function outcomeFlags(outcomeOf: (call: CallDigest) => Outcome | undefined): FilterPlace<CallDigest>['flags'] {
  return {
    ok: (call) => outcomeOf(call) === 'ok',
    error: (call) => outcomeOf(call) === 'error' || outcomeOf(call) === 'throttle',
    throttle: (call) => outcomeOf(call) === 'throttle',
    fault: (call) => outcomeOf(call) === 'fault',
    partial: (call) => outcomeOf(call) === undefined,
  };
}

function httpValues<Place>(factsOf: (place: Place) => PartFacts | undefined): FilterPlace<Place>['values'] {
  return {
    'http.url': (place) => factsOf(place)?.url,
    'http.method': (place) => factsOf(place)?.method,
    'http.useragent': (place) => factsOf(place)?.agent,
    'http.clientip': (place) => factsOf(place)?.ip,
    'http.status': (place) => factsOf(place)?.status,
  };
}

/** Keywords whose values are lists, for a trace has many segments. */
export const LIST_KEYWORDS: Readonly<Record<string, 'users' | 'zones' | 'instances' | 'arns'>> = {
  user: 'users',
  availabilityzone: 'zones',
  'instance.id': 'instances',
  'resource.arn': 'arns',
};
