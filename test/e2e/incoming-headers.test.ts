import { beforeAll, describe, expect, it } from 'vitest';
import { testNodes } from '../support/nodes.ts';
import { askService, type Observation, valuesOf } from './ask-service.ts';

const root = '1-5759e988-bd862e3fe1be46a994272793';
const rootId = '5759e988bd862e3fe1be46a994272793';
const parent = '53995c3f42cd8ad8';
const w3cId = '4bf92f3577b34da6a3ce929d0e0e4736';
const w3cParent = '00f067aa0ba902b7';

/** A request's headers and what the service makes of them. */
interface Row {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The trace that goes on; absent where a new one begins. */
  readonly traceId?: string;
  readonly parent?: string;
  /** Default true: decided here, or by the caller. */
  readonly sampled?: boolean;
  /** Lineage and custom fields that go on, as they stand at the end of the header. */
  readonly carried?: string;
}

const xray = (value: string): Record<string, string> => ({ 'x-amzn-trace-id': value });
const onRoot = { traceId: rootId };
const onParent = { traceId: rootId, parent };

const single: Row[] = [
  { name: 'no header', headers: {} },
  { name: 'Root only', headers: xray(`Root=${root}`), ...onRoot },
  { name: 'Root and Sampled=1', headers: xray(`Root=${root};Sampled=1`), ...onRoot },
  { name: 'Root and Sampled=0', headers: xray(`Root=${root};Sampled=0`), ...onRoot, sampled: false },
  { name: 'Root and Sampled=?', headers: xray(`Root=${root};Sampled=?`), ...onRoot },
  { name: 'a complete header', headers: xray(`Root=${root};Parent=${parent};Sampled=1`), ...onParent },
  {
    name: 'a complete header, not sampled',
    headers: xray(`Root=${root};Parent=${parent};Sampled=0`),
    ...onParent,
    sampled: false,
  },
  { name: 'a complete header, undecided', headers: xray(`Root=${root};Parent=${parent};Sampled=?`), ...onParent },
  { name: 'Root and Parent', headers: xray(`Root=${root};Parent=${parent}`), ...onParent },
  {
    name: 'Lineage',
    headers: xray(`Root=${root};Parent=${parent};Sampled=1;Lineage=a87bd80c:1|68fd508a:5`),
    ...onParent,
    carried: 'Lineage=a87bd80c:1|68fd508a:5',
  },
  {
    name: 'Lineage with Root only',
    headers: xray(`Root=${root};Lineage=1:68fd508a:2`),
    ...onRoot,
    carried: 'Lineage=1:68fd508a:2',
  },
  {
    name: 'custom fields',
    headers: xray(`Root=${root};Team=blue;Sampled=1;Cell=eu-1`),
    ...onRoot,
    carried: 'Team=blue;Cell=eu-1',
  },
  {
    name: 'custom fields beyond 256 bytes',
    headers: xray(`Root=${root};Big=${'x'.repeat(300)};Small=1`),
    ...onRoot,
    carried: 'Small=1',
  },
  {
    name: "a load balancer's Self",
    headers: xray(`Self=1-67891234-12456789abcdef012345678a;Root=${root};Sampled=1`),
    ...onRoot,
  },
  { name: 'another order', headers: xray(`Sampled=1;Parent=${parent};Root=${root}`), ...onParent },
  {
    name: 'another case',
    headers: { 'X-AMZN-TRACE-ID': `ROOT=${root.toUpperCase()};parent=${parent.toUpperCase()};SAMPLED=1` },
    ...onParent,
  },
  { name: 'spaces', headers: xray(` Root=${root} ; Parent=${parent} ; Sampled=1 `), ...onParent },
  { name: 'an invalid Parent', headers: xray(`Root=${root};Parent=0000000000000000;Sampled=1`), ...onRoot },
  { name: 'Self only', headers: xray('Self=1-67891234-12456789abcdef012345678a') },
  { name: 'an invalid Root', headers: xray('Root=2-5759e988-bd862e3fe1be46a994272793') },
  { name: 'a Root of zeros', headers: xray('Root=1-00000000-000000000000000000000000') },
  { name: 'garbage', headers: xray(';;=;Root=;Parent;%s%n${jndi:x};{"Root":1}') },
  { name: 'an empty header', headers: xray('') },
  { name: '64 kB of garbage', headers: xray('x'.repeat(65_536)) },
  { name: '64 kB after a Root', headers: xray(`Root=${root};Sampled=1;Big=${'x'.repeat(65_000)}`), ...onRoot },
  { name: 'traceparent', headers: { traceparent: `00-${w3cId}-${w3cParent}-01` }, traceId: w3cId, parent: w3cParent },
  {
    name: 'traceparent, not sampled',
    headers: { traceparent: `00-${w3cId}-${w3cParent}-00` },
    traceId: w3cId,
    parent: w3cParent,
    sampled: false,
  },
  { name: 'a traceparent of zeros', headers: { traceparent: `00-${'0'.repeat(32)}-${w3cParent}-01` } },
  { name: 'a garbage traceparent', headers: { traceparent: '00-zz-01' } },
];

/** Every degree of completeness of one header with every one of the other. */
const both: Row[] = [
  { name: 'garbage', value: 'Root=garbage' },
  { name: 'Root', value: `Root=${root}`, ...onRoot },
  { name: 'Root, Sampled=0', value: `Root=${root};Sampled=0`, ...onRoot, sampled: false },
  { name: 'Root, Sampled=1', value: `Root=${root};Sampled=1`, ...onRoot },
  { name: 'Root, Sampled=?', value: `Root=${root};Sampled=?`, ...onRoot },
  { name: 'Root, Parent', value: `Root=${root};Parent=${parent}`, ...onParent },
  { name: 'Root, Parent, Sampled=0', value: `Root=${root};Parent=${parent};Sampled=0`, ...onParent, sampled: false },
  { name: 'Root, Parent, Sampled=1', value: `Root=${root};Parent=${parent};Sampled=1`, ...onParent },
].flatMap(({ name, value, ...continued }) =>
  [
    { suffix: 'garbage', traceparent: 'garbage' },
    { suffix: 'sampled', traceparent: `00-${w3cId}-${w3cParent}-01`, traceId: w3cId, parent: w3cParent },
    {
      suffix: 'not sampled',
      traceparent: `00-${w3cId}-${w3cParent}-00`,
      traceId: w3cId,
      parent: w3cParent,
      sampled: false,
    },
  ].map(({ suffix, traceparent, ...w3c }) => ({
    name: `X-Ray (${name}) and traceparent (${suffix})`,
    headers: { 'x-amzn-trace-id': value, traceparent },
    // X-Ray with Parent, then traceparent, then Root only.
    ...('parent' in continued || !('parent' in w3c) ? continued : w3c),
  })),
);

describe.each(testNodes())('Node $version', ({ binary }) => {
  const rows = [...single, ...both];
  let observations: readonly Observation[] = [];
  let stderr = '';
  beforeAll(async () => {
    ({ observations, stderr } = await askService({ node: binary }, rows));
  });

  it.each(rows.map((row, index) => ({ ...row, index })))(
    'continues $name',
    ({ index, traceId, parent, sampled = true, carried }) => {
      const { serverSpan, clientSpans, answered, sent } = observations[index] ?? fail();
      const answeredRoot = /^Root=1-([\da-f]{8})-([\da-f]{24});Sampled=([01])$/.exec(answered.join(', '));
      const actualTraceId = `${answeredRoot?.[1]}${answeredRoot?.[2]}`;

      expect(actualTraceId).toMatch(/^[\da-f]{32}$/);
      if (traceId === undefined) expect([rootId, w3cId]).not.toContain(actualTraceId);
      else expect(actualTraceId).toBe(traceId);
      expect(answeredRoot?.[3]).toBe(sampled ? '1' : '0');
      expect(serverSpan && { traceId: serverSpan.traceId, parent: serverSpan.parentSpanId }).toEqual(
        sampled ? { traceId: actualTraceId, parent } : undefined,
      );
      // What goes on: one header of each kind, naming the client span.
      expect(sent).toHaveLength(2);
      for (const [call, headers] of sent.entries()) {
        const callerId = /;Parent=([\da-f]{16});/.exec(valuesOf(headers, 'x-amzn-trace-id').join(', '))?.[1];
        if (sampled) expect(callerId).toBe(clientSpans[call]?.spanId);
        const tail = carried === undefined ? '' : `;${carried}`;
        expect(valuesOf(headers, 'x-amzn-trace-id')).toEqual([
          `Root=1-${actualTraceId.slice(0, 8)}-${actualTraceId.slice(8)};Parent=${callerId};Sampled=${sampled ? 1 : 0}${tail}`,
        ]);
        expect(valuesOf(headers, 'traceparent')).toEqual([`00-${actualTraceId}-${callerId}-0${sampled ? 1 : 0}`]);
      }
    },
  );

  it('says nothing about wrong headers, which are the callers fault', () => {
    expect(
      stderr.split('\n').filter((line) => / (warn|error): /.test(line) && !line.includes('out of support')),
    ).toEqual([]);
  });
});

function fail(): never {
  throw new Error('The request was not observed.');
}
