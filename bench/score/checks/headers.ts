import type { Picture } from '../picture.ts';
import type { Check, CheckGroup } from './check.ts';

type Form = 'same trace' | 'same trace, below the caller' | 'same trace, without an invented parent';

/** Where the segment stands, seen from the caller. */
function place(picture: Picture, form: string): string {
  const path = `/headers/${form}`;
  const { caller } = picture.exchange(path);
  const { trace_id, parent_id } = picture.segment(path);
  if (trace_id !== caller.traceId) return 'another trace';
  if (parent_id === undefined) return 'same trace, without an invented parent';
  return parent_id === caller.parentId ? 'same trace, below the caller' : 'same trace, below nobody';
}

function continued(form: string, header: string, expected: Form, why: string): Check {
  return {
    what: `${header}: ${expected}`,
    field: 'trace_id, parent_id',
    why,
    look: (picture) => place(picture, form),
    expected,
  };
}

const below = 'same trace, below the caller';
const root = 'same trace, without an invented parent';

function hasPassedOn(form: string, field: RegExp): (picture: Picture) => unknown {
  return (picture) => {
    const path = `/headers/${form}`;
    return [place(picture, form), picture.exchange(path).passedOn.some((header) => field.test(header))];
  };
}

/** `X-Amzn-Trace-Id` and `traceparent` in every form in which AWS sends them. */
export const headers: CheckGroup = {
  title: 'Trace headers of the caller',
  checks: [
    continued('full', 'Root, Parent and Sampled=1', below, 'a traced service calls'),
    continued('root-only', 'Root alone', root, 'every load balancer of AWS sends it'),
    continued('load-balancer', 'Self and Root', root, 'the second load balancer in a row'),
    continued('root-sampled', 'Root and Sampled=1', root, 'API Gateway'),
    continued('undecided', 'Sampled=?', below, 'the caller leaves the decision to the service'),
    {
      what: 'and the decision is answered',
      field: 'X-Amzn-Trace-Id (answer)',
      why: 'the caller waits for it',
      look: (picture) => {
        const { caller, traceHeader } = picture.exchange('/headers/undecided');
        return traceHeader?.includes(caller.traceId) === true && traceHeader.includes('Sampled=1');
      },
      expected: true,
    },
    continued('without-sampled', 'Root and Parent', below, 'the caller has not decided'),
    continued('spaces', 'with spaces between', below, 'people write it so'),
    continued('custom-field', 'in another order, with a field of its own', below, 'X-Ray allows both'),
    {
      what: 'Sampled=0: nothing is recorded, and that is passed on',
      field: '(documents)',
      why: 'the caller decided',
      look: (picture) => {
        const { caller, passedOn } = picture.exchange('/headers/not-sampled');
        const isRecorded = picture.documents.some(
          (text) => text.includes('/headers/not-sampled') || text.includes(caller.traceId),
        );
        return [
          isRecorded,
          passedOn.every((header) => header.includes(`Root=${caller.traceId}`)) &&
            passedOn.some((header) => header.includes('Sampled=0')),
        ];
      },
      expected: [false, true],
    },
    {
      what: 'Lineage is passed on',
      field: 'Lineage (downstream)',
      why: 'Lambda stops endless loops by it',
      look: hasPassedOn('lineage', /Lineage=1:a87bd80c:0/),
      expected: [below, true],
    },
    {
      what: 'fields of the application are passed on',
      field: 'X-Amzn-Trace-Id (downstream)',
      why: 'X-Ray allows them',
      look: hasPassedOn('custom-field', /CalledFrom=app/),
      expected: [below, true],
    },
    continued('w3c', 'traceparent of W3C', below, 'callers that follow OpenTelemetry'),
    continued(
      'both',
      'traceparent behind a load balancer that adds its Root',
      below,
      'the one that names a caller wins',
    ),
    {
      what: 'nonsense begins a new trace',
      field: 'trace_id',
      why: 'the request is recorded all the same',
      look: (picture) => picture.segment('/headers/malformed').parent_id ?? 'recorded',
      expected: 'recorded',
    },
    {
      what: 'without a header the trace id holds the time',
      field: 'trace_id',
      why: 'X-Ray’s form since its beginning',
      look: (picture) => {
        const { trace_id, start_time } = picture.segment('/headers/none') as { trace_id: string; start_time?: number };
        return Math.abs(Number.parseInt(trace_id.slice(2, 10), 16) - (start_time ?? 0)) < 60;
      },
      expected: true,
    },
  ],
};
