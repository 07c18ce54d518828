import { defaultTextMapGetter, diag, DiagLogLevel, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { DiagLogger } from '@opentelemetry/api';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PropagatorName } from '../../src/config/config.ts';
import { createPropagator } from '../../src/propagation/composite.ts';
import { getIncomingTrace, isUndecided, rootHint } from '../../src/propagation/incoming-trace.ts';
import { noteOutgoingRequest } from '../../src/propagation/outgoing-request.ts';
import {
  DEFAULTS,
  extract,
  inject,
  PARENT,
  ROOT,
  TRACEPARENT,
  W3C_PARENT,
  W3C_TRACE,
  withLocalSpan,
  XRAY_PARENT,
  XRAY_TRACE,
} from './trace-headers.ts';
import type { Headers } from './trace-headers.ts';

let warnings: string[] = [];

beforeEach(() => {
  warnings = [];
  const logger: DiagLogger = {
    error: () => {},
    warn: (text) => void warnings.push(text),
    info: () => {},
    debug: () => {},
    verbose: () => {},
  };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
});
afterEach(() => diag.disable());

type Winner = 'X-Ray parent' | 'W3C' | 'X-Ray root' | 'nobody';
type Decision = 'sampled' | 'not sampled' | 'open';

const XRAY_HEADERS: readonly {
  readonly header: string | undefined;
  readonly parent: boolean;
  readonly root: boolean;
  readonly decision: Decision;
  readonly requested?: true;
}[] = [
  { header: undefined, parent: false, root: false, decision: 'open' },
  { header: 'garbage', parent: false, root: false, decision: 'open' },
  { header: `${PARENT};Sampled=1`, parent: false, root: false, decision: 'open' },
  { header: `Self=${ROOT.slice(5)}`, parent: false, root: false, decision: 'open' },
  { header: ROOT, parent: false, root: true, decision: 'open' },
  { header: `Self=1-1-1;${ROOT}`, parent: false, root: true, decision: 'open' },
  { header: `${ROOT};Sampled=1`, parent: false, root: true, decision: 'sampled' },
  { header: `${ROOT};Sampled=0`, parent: false, root: true, decision: 'not sampled' },
  { header: `${ROOT};Sampled=?`, parent: false, root: true, decision: 'open', requested: true },
  { header: `${ROOT};Parent=garbage;Sampled=1`, parent: false, root: true, decision: 'sampled' },
  { header: `${ROOT};${PARENT}`, parent: true, root: true, decision: 'open' },
  { header: `${ROOT};${PARENT};Sampled=1`, parent: true, root: true, decision: 'sampled' },
  { header: `${ROOT};${PARENT};Sampled=0`, parent: true, root: true, decision: 'not sampled' },
  { header: `${ROOT};${PARENT};Sampled=?`, parent: true, root: true, decision: 'open', requested: true },
  { header: `Sampled=1;${PARENT.toLowerCase()};${ROOT.toUpperCase()}`, parent: true, root: true, decision: 'sampled' },
];

const TRACEPARENTS: readonly {
  readonly header: string | undefined;
  readonly valid: boolean;
  readonly decision: Decision;
}[] = [
  { header: undefined, valid: false, decision: 'open' },
  { header: 'garbage', valid: false, decision: 'open' },
  { header: `00-${'0'.repeat(32)}-${W3C_PARENT}-01`, valid: false, decision: 'open' },
  { header: TRACEPARENT, valid: true, decision: 'sampled' },
  { header: TRACEPARENT.replace(/01$/, '00'), valid: true, decision: 'not sampled' },
];

const EXTRAS = [
  { tracestate: undefined, baggage: undefined, carried: '' },
  { tracestate: 'vendor=1', baggage: 'tenant=blue', carried: '' },
  { tracestate: undefined, baggage: 'tenant=blue', carried: 'Lineage=a:1;Team=red' },
];

const TRUST = ['all', 'id', 'none'] as const;

const ROWS = XRAY_HEADERS.flatMap((xray) =>
  TRACEPARENTS.flatMap((w3c) =>
    EXTRAS.flatMap((extra) =>
      TRUST.map((trust) => {
        const winner: Winner =
          trust === 'none'
            ? 'nobody'
            : xray.parent
              ? 'X-Ray parent'
              : w3c.valid
                ? 'W3C'
                : xray.root
                  ? 'X-Ray root'
                  : 'nobody';
        const said = winner === 'W3C' ? w3c.decision : xray.decision;
        const decision: Decision = trust === 'id' || winner === 'nobody' ? 'open' : said;
        return { xray, w3c, extra, trust, winner, decision };
      }),
    ),
  ),
);

describe('the most complete header wins', () => {
  test('every combination is in the table', () => {
    expect(ROWS).toHaveLength(15 * 5 * 3 * 3);
  });

  test.each(
    ROWS.map(
      (row) =>
        [
          `${row.xray.header} | ${row.w3c.header} | ${row.extra.carried || (row.extra.tracestate ?? '')} | trust ${row.trust} → ${row.winner}, ${row.decision}`,
          row,
        ] as const,
    ),
  )('%s', (_name, { xray, w3c, extra, trust, winner, decision }) => {
    const carried = xray.root && trust !== 'none' ? extra.carried : '';
    const headers: Headers = {
      'x-amzn-trace-id':
        xray.header === undefined || extra.carried === '' ? xray.header : `${xray.header};${extra.carried}`,
      traceparent: w3c.header,
      tracestate: extra.tracestate,
      baggage: extra.baggage,
    };
    const context = extract(createPropagator({ ...DEFAULTS, trustIncoming: trust }), headers);
    const span = trace.getSpanContext(context);
    const incoming = getIncomingTrace(context);

    expect(span === undefined ? undefined : [span.traceId, span.spanId, span.isRemote]).toEqual(
      {
        'X-Ray parent': [XRAY_TRACE, XRAY_PARENT, true],
        W3C: [W3C_TRACE, W3C_PARENT, true],
        'X-Ray root': undefined,
        nobody: undefined,
      }[winner],
    );
    expect(incoming?.rootTraceId).toBe(winner === 'X-Ray root' ? XRAY_TRACE : undefined);
    expect(isUndecided(context)).toBe(winner !== 'nobody' && decision === 'open');
    expect(incoming?.undecided ?? false).toBe(isUndecided(context));
    if (span !== undefined && decision !== 'open') expect(span.traceFlags).toBe(decision === 'sampled' ? 1 : 0);
    expect(rootHint(context)).toBe(
      winner === 'X-Ray root' && decision !== 'open' ? (decision === 'sampled' ? '1' : '0') : undefined,
    );
    expect(incoming?.requested ?? false).toBe(xray.requested === true && trust !== 'none');
    expect(incoming?.carriedFields ?? '').toBe(carried);
    expect(span?.traceState?.serialize()).toBe(winner === 'W3C' ? extra.tracestate : undefined);
    expect(propagation.getBaggage(context)?.getEntry('tenant')?.value).toBe(
      extra.baggage !== undefined && trust !== 'none' ? 'blue' : undefined,
    );

    const outgoing = inject(createPropagator(DEFAULTS), withLocalSpan(context, span?.traceId ?? XRAY_TRACE));
    const root = winner === 'W3C' ? `1-${W3C_TRACE.slice(0, 8)}-${W3C_TRACE.slice(8)}` : ROOT.slice(5);
    expect(outgoing['x-amzn-trace-id']).toBe(
      `Root=${root};Parent=aaaaaaaaaaaaaaaa;Sampled=1${carried === '' ? '' : `;${carried}`}`,
    );
  });
});

test('a tracestate goes on with the X-Ray parent when its traceparent names the same trace', () => {
  const headers = {
    'x-amzn-trace-id': `${ROOT};${PARENT};Sampled=1`,
    traceparent: `00-${XRAY_TRACE}-${W3C_PARENT}-00`,
    tracestate: 'vendor=1',
  };
  const span = trace.getSpanContext(extract(createPropagator(DEFAULTS), headers));
  expect(span?.spanId).toBe(XRAY_PARENT);
  expect(span?.traceFlags).toBe(1);
  expect(span?.traceState?.serialize()).toBe('vendor=1');
});

describe('an explicit list has the standard order', () => {
  const both: Headers = {
    'x-amzn-trace-id': `${ROOT};${PARENT};Sampled=0`,
    traceparent: TRACEPARENT,
    baggage: 'tenant=blue',
    b3: `${W3C_TRACE}-bbbbbbbbbbbbbbbb-1`,
  };

  test.each<[readonly PropagatorName[], string | undefined]>([
    [['xray', 'tracecontext'], W3C_PARENT],
    [['tracecontext', 'xray'], XRAY_PARENT],
    [['tracecontext', 'xray', 'b3'], 'bbbbbbbbbbbbbbbb'],
    [['baggage'], undefined],
    [[], undefined],
  ])('%j', (propagators, parent) => {
    const context = extract(createPropagator({ ...DEFAULTS, propagators }), both);
    expect(trace.getSpanContext(context)?.spanId).toBe(parent);
    expect(propagation.getBaggage(context) !== undefined).toBe(propagators.includes('baggage'));
  });

  test('a decision of the later header is no longer open', () => {
    const headers = { ...both, 'x-amzn-trace-id': `${ROOT};${PARENT};Sampled=?` };
    expect(
      isUndecided(extract(createPropagator({ ...DEFAULTS, propagators: ['xray', 'tracecontext'] }), headers)),
    ).toBe(false);
    expect(
      isUndecided(extract(createPropagator({ ...DEFAULTS, propagators: ['tracecontext', 'xray'] }), headers)),
    ).toBe(true);
  });

  test('a Root only does not take the place of a parent that another header gave', () => {
    for (const propagators of [
      ['tracecontext', 'xray'],
      ['xray', 'tracecontext'],
    ] satisfies PropagatorName[][]) {
      const context = extract(createPropagator({ ...DEFAULTS, propagators }), {
        'x-amzn-trace-id': ROOT,
        traceparent: TRACEPARENT,
      });
      expect(trace.getSpanContext(context)?.traceId).toBe(W3C_TRACE);
      expect(getIncomingTrace(context)?.rootTraceId).toBeUndefined();
      expect(isUndecided(context)).toBe(false);
    }
  });

  test('writes what it names and nothing else', () => {
    const context = withLocalSpan(ROOT_CONTEXT, XRAY_TRACE);
    const names = (propagators: readonly PropagatorName[]): string[] =>
      Object.keys(inject(createPropagator({ ...DEFAULTS, propagators }), context)).sort();
    expect(names(['xray'])).toEqual(['x-amzn-trace-id']);
    expect(names(['tracecontext'])).toEqual(['traceparent']);
    expect(names(['b3'])).toEqual(['b3']);
    expect(names(['b3multi', 'xray-lambda'])).toEqual([
      'x-amzn-trace-id',
      'x-b3-sampled',
      'x-b3-spanid',
      'x-b3-traceid',
    ]);
    expect(names([])).toEqual([]);
  });

  test('a message without attributes is not linked to the Lambda invocation', () => {
    const lambda = {
      lambdaTraceHeader: () => 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    };
    const propagator = createPropagator({ ...DEFAULTS, propagators: ['xray-lambda'] }, lambda);
    expect(propagator.extract(ROOT_CONTEXT, undefined, defaultTextMapGetter)).toBe(ROOT_CONTEXT);
  });

  test('xray-lambda asks for the invocation where no header gives a parent', () => {
    const lambda = { lambdaTraceHeader: () => `${ROOT};${PARENT};Sampled=1;Lineage=a:1` };
    const propagator = createPropagator({ ...DEFAULTS, propagators: ['xray-lambda'] }, lambda);
    expect(trace.getSpanContext(extract(propagator, {}))?.spanId).toBe(XRAY_PARENT);
    expect(getIncomingTrace(extract(propagator, {}))?.carriedFields).toBe('Lineage=a:1');
    const carried = { 'x-amzn-trace-id': `${ROOT};Parent=bbbbbbbbbbbbbbbb;Sampled=1` };
    expect(trace.getSpanContext(extract(propagator, carried))?.spanId).toBe('bbbbbbbbbbbbbbbb');
    const withoutValue = createPropagator(
      { ...DEFAULTS, propagators: ['xray-lambda'] },
      { lambdaTraceHeader: () => undefined },
    );
    expect(extract(withoutValue, {})).toBe(ROOT_CONTEXT);
  });
});

describe('outgoing requests', () => {
  const context = withLocalSpan(ROOT_CONTEXT, XRAY_TRACE);

  test('carry one of each header in place of those that the caller forwarded', () => {
    const forwarded = {
      'X-Amzn-Trace-Id': 'old',
      'x-amzn-trace-id': 'old',
      Traceparent: 'old',
      tracestate: 'old=1',
      Accept: '*/*',
    };
    expect(inject(createPropagator(DEFAULTS), context, forwarded)).toEqual({
      Accept: '*/*',
      'x-amzn-trace-id': `${ROOT};Parent=aaaaaaaaaaaaaaaa;Sampled=1`,
      traceparent: `00-${XRAY_TRACE}-aaaaaaaaaaaaaaaa-01`,
    });
  });

  test('keep forwarded headers where we have nothing to write', () => {
    expect(inject(createPropagator(DEFAULTS), ROOT_CONTEXT, { Traceparent: 'theirs' })).toEqual({
      Traceparent: 'theirs',
    });
  });

  test('never fail, whatever the carrier is', () => {
    const propagator = createPropagator(DEFAULTS);
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no keys');
        },
      },
    );
    for (const carrier of [
      undefined,
      null,
      1,
      'text',
      Object.freeze({ Traceparent: 'x' }),
      Object.freeze(['traceparent', 'x']),
      hostile,
    ]) {
      expect(() =>
        propagator.inject(context, carrier, {
          set: (target: Record<string, string>, key, value) => void (target[key] = value),
        }),
      ).not.toThrow();
      expect(() =>
        propagator.extract(context, carrier, {
          get: () => {
            throw new Error('no value');
          },
          keys: () => [],
        }),
      ).not.toThrow();
    }
  });
});

describe('hosts', () => {
  const context = propagation.setBaggage(
    withLocalSpan(ROOT_CONTEXT, XRAY_TRACE),
    propagation.createBaggage({ tenant: { value: 'blue' } }),
  );
  const propagateTo = ['*.internal.test', 'orders:8080'];
  const trace_ = ['traceparent', 'x-amzn-trace-id'];

  test.each<[string, Partial<typeof DEFAULTS>, string | undefined, readonly string[]]>([
    ['no limits', {}, 'anywhere.test:443', trace_],
    [
      'baggage is named',
      { propagators: ['xray', 'tracecontext', 'baggage'] },
      'anywhere.test:443',
      ['baggage', ...trace_],
    ],
    ['baggage is left out', { propagators: ['xray'] }, 'anywhere.test:443', ['x-amzn-trace-id']],
    ['a listed host', { propagateTo }, 'a.Internal.test:443', ['baggage', ...trace_]],
    ['a listed port', { propagateTo }, 'orders:8080', ['baggage', ...trace_]],
    ['another port', { propagateTo }, 'orders:8081', []],
    ['a host that is not listed', { propagateTo }, 'anywhere.test:443', []],
    ['a carrier without a host', { propagateTo }, undefined, trace_],
    [
      'a host that is not listed, and baggage is named',
      { propagateTo, propagators: ['xray', 'baggage'] },
      'anywhere.test:443',
      ['baggage'],
    ],
  ])('%s', (_case, config, host, names) => {
    const propagator = createPropagator({ ...DEFAULTS, ...config });
    if (host !== undefined) noteOutgoingRequest({ host: () => host, isInjection: () => true });
    expect(Object.keys(inject(propagator, context)).sort()).toEqual(names);
  });

  test('withheld baggage is reported once, with the variable that changes it', () => {
    const propagator = createPropagator(DEFAULTS);
    inject(propagator, withLocalSpan(ROOT_CONTEXT, XRAY_TRACE));
    expect(warnings).toEqual([]);
    inject(propagator, context);
    inject(propagator, context);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('"OTEL_XRAY_PROPAGATE_TO"');
    expect(warnings[0]).toContain('"OTEL_PROPAGATORS"');
  });

  test('nobody is told of baggage that goes out or is not configured', () => {
    inject(createPropagator({ ...DEFAULTS, propagators: ['baggage'] }), context);
    inject(createPropagator({ ...DEFAULTS, propagators: ['xray'] }), context);
    expect(warnings).toEqual([]);
  });
});

test('hostile headers, of any length and repeated, never fail and never make an invalid parent', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom(ROOT, PARENT, TRACEPARENT, ';', ',', '-', '=', '00', 'Sampled=?', '\u0000'), {
        maxLength: 12,
      })
      .map((parts) => parts.join('')),
    fc.constantFrom(
      'x'.repeat(1024 * 1024),
      `${ROOT};${'a=b;'.repeat(256 * 1024)}`,
      ','.repeat(1024 * 1024),
      `${TRACEPARENT}-${'-'.repeat(1024 * 1024)}`,
    ),
  );
  const value = fc.option(
    fc.oneof({ weight: 4, arbitrary: hostile }, { weight: 1, arbitrary: fc.array(hostile, { maxLength: 12 }) }),
    { nil: undefined },
  );
  const propagator = createPropagator(DEFAULTS);
  fc.assert(
    fc.property(
      fc.record({ 'x-amzn-trace-id': value, traceparent: value, tracestate: value, baggage: value }),
      (headers) => {
        const context = extract(propagator, headers);
        const span = trace.getSpanContext(context);
        if (span !== undefined) expect(trace.isSpanContextValid(span)).toBe(true);
        expect(() => inject(propagator, context)).not.toThrow();
      },
    ),
    { numRuns: 200 },
  );
});
