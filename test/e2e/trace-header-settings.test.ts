import { describe, expect, it } from 'vitest';
import { testNodes } from '../support/nodes.ts';
import { askService, type Observation, type Question, valuesOf } from './ask-service.ts';

const root = '1-5759e988-bd862e3fe1be46a994272793';
const rootId = '5759e988bd862e3fe1be46a994272793';
const parent = '53995c3f42cd8ad8';
const w3cId = '4bf92f3577b34da6a3ce929d0e0e4736';
const w3cParent = '00f067aa0ba902b7';
const complete = { 'x-amzn-trace-id': `Root=${root};Parent=${parent};Sampled=1` };
const unsampled = { 'x-amzn-trace-id': `Root=${root};Parent=${parent};Sampled=0` };
const asking = { 'x-amzn-trace-id': `Root=${root};Sampled=?` };
const w3c = { traceparent: `00-${w3cId}-${w3cParent}-01` };

/** The trace headers that arrived downstream by both calls, without their values. */
function sentNames({ sent }: Observation): string[][] {
  const known = new Set([
    'x-amzn-trace-id',
    'traceparent',
    'baggage',
    'b3',
    'x-b3-traceid',
    'x-b3-spanid',
    'x-b3-sampled',
  ]);
  return sent.map((headers) =>
    headers
      .map(([name]) => name)
      .filter((name) => known.has(name))
      .toSorted(),
  );
}

function continued({
  serverSpan,
}: Observation): { traceId: string | undefined; parent: string | undefined } | undefined {
  return serverSpan && { traceId: serverSpan.traceId, parent: serverSpan.parentSpanId };
}

describe.each(testNodes())('Node $version', ({ binary: node }) => {
  const ask = async (env: Record<string, string>, questions: readonly Question[]): Promise<readonly Observation[]> =>
    (await askService({ node, env }, questions)).observations;

  describe('OTEL_XRAY_RESPONSE_HEADER', () => {
    const questions = [{ path: '/plain' }, { path: '/plain', headers: complete }, { path: '/plain', headers: asking }];
    const told = `Root=${root};Sampled=1`;

    it.each([
      { value: 'always', answered: [[expect.stringMatching(/^Root=1-.*;Sampled=1$/)], [told], [told]] },
      { value: 'requested', answered: [[], [], [told]] },
      { value: 'never', answered: [[], [], []] },
    ])('answers by $value', async ({ value, answered }) => {
      const observations = await ask({ OTEL_XRAY_RESPONSE_HEADER: value }, questions);

      expect(observations.map((observation) => observation.answered)).toEqual(answered);
    });

    it('answers streams and final answers after hints, over no header of the application', async () => {
      const observations = await ask(
        {},
        ['/stream', '/hints', '/own', '/nowhere'].map((path) => ({ path, headers: complete })),
      );

      expect(observations.map(({ status, body, answered }) => ({ status, body, answered }))).toEqual([
        { status: 200, body: 'one two', answered: [told] },
        { status: 200, body: 'after hints', answered: [told] },
        { status: 200, body: 'own', answered: ['mine'] },
        { status: 404, body: '', answered: [told] },
      ]);
      expect(observations[1]?.informed).toEqual(['link']);
    });
  });

  describe('OTEL_XRAY_TRUST_INCOMING', () => {
    const questions = [complete, unsampled, w3c].map((headers) => ({ path: '/plain', headers }));

    it('takes everything by all', async () => {
      expect((await ask({ OTEL_XRAY_TRUST_INCOMING: 'all' }, questions)).map(continued)).toEqual([
        { traceId: rootId, parent },
        undefined,
        { traceId: w3cId, parent: w3cParent },
      ]);
    });

    it('decides sampling here by id', async () => {
      const always = await ask({ OTEL_XRAY_TRUST_INCOMING: 'id' }, questions);
      const never = await ask(
        { OTEL_XRAY_TRUST_INCOMING: 'id', OTEL_TRACES_SAMPLER: 'parentbased_always_off' },
        questions,
      );

      expect(always.map(continued)).toEqual([
        { traceId: rootId, parent },
        { traceId: rootId, parent },
        { traceId: w3cId, parent: w3cParent },
      ]);
      expect(never.map(continued)).toEqual([undefined, undefined, undefined]);
      expect(never[0]?.answered).toEqual([`Root=${root};Sampled=0`]);
    });

    it('begins a trace of its own by none', async () => {
      const observations = (await ask({ OTEL_XRAY_TRUST_INCOMING: 'none' }, questions)).map(continued);

      for (const observation of observations) {
        expect(observation).toEqual({ traceId: expect.stringMatching(/^[\da-f]{32}$/), parent: undefined });
        expect([rootId, w3cId]).not.toContain(observation?.traceId);
      }
    });
  });

  describe('OTEL_PROPAGATORS', () => {
    const x = { traceId: rootId, parent };
    const w = { traceId: w3cId, parent: w3cParent };

    it.each([
      { value: 'xray', from: x, sends: ['x-amzn-trace-id'] },
      { value: 'tracecontext', from: w, sends: ['traceparent'] },
      { value: 'xray,tracecontext', from: w, sends: ['traceparent', 'x-amzn-trace-id'] },
      { value: 'tracecontext,xray', from: x, sends: ['traceparent', 'x-amzn-trace-id'] },
      { value: 'baggage,xray', from: x, sends: ['baggage', 'x-amzn-trace-id'] },
      { value: 'b3,xray', from: x, sends: ['b3', 'x-amzn-trace-id'] },
      { value: 'xray,b3multi', from: x, sends: ['x-amzn-trace-id', 'x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid'] },
      { value: 'none', from: undefined, sends: [] },
    ])('reads and writes $value, the last one that is read winning', async ({ value, from, sends }) => {
      const headers = { ...complete, ...w3c, baggage: 'team=blue' };
      const [observation] = await ask({ OTEL_PROPAGATORS: value }, [{ headers }]);
      if (observation === undefined) throw new Error('The request was not observed.');

      if (from) expect(continued(observation)).toEqual(from);
      else expect([rootId, w3cId]).not.toContain(continued(observation)?.traceId);
      expect(sentNames(observation)).toEqual([sends, sends]);
    });
  });

  describe('OTEL_XRAY_PROPAGATE_TO', () => {
    const headers = { ...complete, baggage: 'team=blue' };

    it.each([
      {
        name: 'every host, without baggage, by default',
        env: {},
        sends: ['traceparent', 'x-amzn-trace-id'],
        withheld: true,
      },
      {
        name: 'listed hosts, with baggage',
        env: { OTEL_XRAY_PROPAGATE_TO: '127.0.0.*' },
        sends: ['baggage', 'traceparent', 'x-amzn-trace-id'],
      },
      { name: 'no other host', env: { OTEL_XRAY_PROPAGATE_TO: '*.internal.example.com' }, sends: [], withheld: true },
      {
        name: 'every host with baggage where OTEL_PROPAGATORS names it',
        env: { OTEL_PROPAGATORS: 'xray,baggage' },
        sends: ['baggage', 'x-amzn-trace-id'],
      },
    ])('sends trace headers to $name', async ({ env, sends, withheld = false }) => {
      const { observations, stderr } = await askService({ node, env }, [{ headers }, { headers }]);

      for (const observation of observations) expect(sentNames(observation)).toEqual([sends, sends]);
      expect(stderr.match(/Baggage was not sent/g) ?? []).toHaveLength(withheld ? 1 : 0);
    });
  });

  describe('headers that the application forwards', () => {
    const forwarding = ['lower', 'upper', 'mixed'];

    it('leave once, with the callers id replaced by ours', async () => {
      const headers = { ...complete, ...w3c, tracestate: 'vendor=1', baggage: 'team=blue' };
      const { observations } = await askService(
        { node },
        forwarding.map((spelling) => ({ headers: { ...headers, 'x-forward': spelling } })),
      );

      expect(observations).toHaveLength(forwarding.length);
      for (const { sent, clientSpans } of observations) {
        expect(sent).toHaveLength(2);
        for (const [call, arrived] of sent.entries()) {
          const { spanId } = clientSpans[call] ?? {};
          expect(valuesOf(arrived, 'x-amzn-trace-id')).toEqual([`Root=${root};Parent=${spanId};Sampled=1`]);
          expect(valuesOf(arrived, 'traceparent')).toEqual([`00-${rootId}-${spanId}-01`]);
        }
      }
    });
  });
});
