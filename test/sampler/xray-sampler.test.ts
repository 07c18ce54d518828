import { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, type Attributes } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SamplingConfig } from '../../src/config/config.ts';
import { createSampler, type XraySampler } from '../../src/sampler/create-sampler.ts';
import type { Answer } from '../../src/sampler/post-json.ts';
import type { ResourceSource } from '../../src/sampler/service-identity.ts';
import { createSamplingService, wireRule, type SamplingService, type WireRule } from './support/sampling-service.ts';
import { createVirtualClock, traceIdAt, type VirtualClock } from './support/virtual-clock.ts';

const HOUR = 3_600_000;

let lines: string[] = [];

beforeEach(() => {
  const note = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  const logger = {
    error: note('error'),
    warn: note('warn'),
    info: note('info'),
    debug: note('debug'),
    verbose: () => {},
  };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
  lines = [];
});

afterEach(() => diag.disable());

type Mode = 'answer' | 'refuse' | 'lose answers' | 'lose requests' | 'forbid targets';

interface Scene {
  readonly sampler: XraySampler;
  readonly clock: VirtualClock;
  readonly service: SamplingService;
  mode: Mode;
  /** Sends requests at this moment; gives how many of them are sampled. */
  readonly request: (times: number, attributes?: Attributes) => number;
}

interface SceneOptions {
  readonly rules?: readonly WireRule[];
  readonly config?: Partial<SamplingConfig>;
  readonly isExplicit?: boolean;
  readonly resource?: ResourceSource;
  readonly service?: Partial<Parameters<typeof createSamplingService>[0]>;
  readonly mode?: Mode;
}

function createScene(options: SceneOptions = {}): Scene {
  const clock = createVirtualClock();
  // The service's clock is right whatever is done to that of the machine.
  const serviceEpoch = clock.epochMillis();
  const epochMillis = (): number => serviceEpoch + clock.now();
  const service = createSamplingService({ epochMillis, rules: options.rules ?? [wireRule()], ...options.service });
  const central = {
    endpoint: 'http://rules:2000',
    pollingIntervalMillis: 300_000,
    isExplicit: options.isExplicit ?? false,
  };
  const post = async (path: string, body: object): Promise<Answer> => {
    const { mode } = scene;
    if (mode === 'refuse') return { kind: 'refused', reason: 'connect ECONNREFUSED' };
    if (mode === 'lose requests') return { kind: 'lost', reason: 'no answer' };
    if (mode === 'forbid targets' && path === '/SamplingTargets')
      return { kind: 'refused', status: 403, reason: 'status 403: AccessDenied' };
    const answer = service.handle(path, structuredClone(body));
    if (mode === 'lose answers') return { kind: 'lost', reason: 'no answer' };
    if (answer.status !== 200) return { kind: 'refused', status: answer.status, reason: JSON.stringify(answer.body) };
    return Promise.resolve({ kind: 'answered', body: answer.body, serverMillis: epochMillis() });
  };
  const sampler = createSampler(
    {
      sampler: 'xray',
      ratio: 1,
      healthChecks: 'drop',
      ...(options.config?.sampler === undefined && { central }),
      ...options.config,
    },
    {
      isUndecided: () => false,
      rootHint: () => undefined,
      resource: options.resource ?? { attributes: { 'service.name': 'shop' } },
      readOrigin: (resource) => (resource['cloud.platform'] === 'aws_ecs' ? 'AWS::ECS::Fargate' : undefined),
      clock,
      post,
    },
  );
  const scene: Scene = {
    sampler,
    clock,
    service,
    mode: options.mode ?? 'answer',
    request(times, attributes = { 'url.path': '/orders' }) {
      let sampled = 0;
      for (let i = 0; i < times; i += 1) {
        const id = traceIdAt(clock.epochMillis(), clock.random);
        const { decision } = sampler.shouldSample(ROOT_CONTEXT, id, 'GET', SpanKind.SERVER, attributes, []);
        if (decision === SamplingDecision.RECORD_AND_SAMPLED) sampled += 1;
      }
      return sampled;
    },
  };
  sampler.start();
  return scene;
}

const ALL = wireRule({ RuleName: 'all', FixedRate: 1, Priority: 1 });
const NONE = wireRule({ RuleName: 'none', FixedRate: 0, ReservoirSize: 0, Priority: 1 });

describe('central rules take over from the default rule', () => {
  test('a tick after the start, and never before', async () => {
    const { clock, service, request } = createScene({ rules: [ALL] });
    expect(service.requests).toEqual([]);
    expect(request(100)).toBeLessThan(30);
    await clock.advanceTo(1);
    expect(request(100)).toBe(100);
    expect(lines).toEqual(['info: "http://rules:2000" answers: its 1 sampling rule decides.']);
  });

  test('also when the proxy comes a day later', async () => {
    const scene = createScene({ rules: [NONE], mode: 'refuse' });
    await scene.clock.advanceTo(24 * HOUR);
    expect(scene.request(1)).toBe(1);
    scene.mode = 'answer';
    await scene.clock.advanceBy(300_000);
    expect(scene.request(1000)).toBe(0);
  });

  test('and give it back an hour after the last answer, to take over again later', async () => {
    const scene = createScene({ rules: [ALL] });
    await scene.clock.advanceTo(10_000);
    scene.mode = 'refuse';
    await scene.clock.advanceTo(HOUR - 1);
    expect(scene.request(1000)).toBe(1000);
    await scene.clock.advanceTo(HOUR + 360_000);
    expect(scene.request(1000)).toBeLessThan(100);
    scene.mode = 'answer';
    await scene.clock.advanceBy(300_000);
    expect(scene.request(1000)).toBe(1000);
    expect(lines.map((line) => line.replace(/ \(.*\)/, ''))).toEqual([
      'info: "http://rules:2000" answers: its 1 sampling rule decides.',
      'warn: "http://rules:2000" is no source of sampling rules; expected X-Ray\'s sampling proxy. Using X-Ray\'s default rule until it answers.',
      'info: "http://rules:2000" answers: its 1 sampling rule decides.',
    ]);
  });

  test('not where none of them matches: X-Ray’s default rule does', async () => {
    const { clock, request } = createScene({ rules: [wireRule({ RuleName: 'a', FixedRate: 1, URLPath: '/a' })] });
    await clock.advanceTo(1);
    expect(request(100, { 'url.path': '/a' })).toBe(100);
    const others = request(1000, { 'url.path': '/b' });
    expect(others).toBeGreaterThan(10);
    expect(others).toBeLessThan(100);
  });
});

describe('a proxy that nobody answers from costs one line,', () => {
  test('a warning where the user asked for it', async () => {
    const { clock } = createScene({ isExplicit: true, mode: 'refuse' });
    await clock.advanceTo(5 * HOUR);
    expect(lines).toEqual([
      'warn: "http://rules:2000" is no source of sampling rules (connect ECONNREFUSED); expected X-Ray\'s sampling proxy. Using X-Ray\'s default rule until it answers.',
    ]);
  });

  test('at debug level where it is only the default', async () => {
    const { clock } = createScene({ mode: 'lose requests' });
    await clock.advanceTo(5 * HOUR);
    expect(lines.map((line) => line.slice(0, 6))).toEqual(['debug:']);
  });

  test('a warning where it gives rules but takes no statistics', async () => {
    const { clock, request } = createScene({ mode: 'forbid targets' });
    for (let minute = 0; minute < 60; minute += 1) {
      await clock.advanceBy(60_000);
      request(1);
    }
    expect(lines.map((line) => line.slice(0, 5))).toEqual(['info:', 'warn:']);
    expect(lines[1]).toContain('403');
  });
});

test('all pages of rules are read', async () => {
  const rules = Array.from({ length: 26 }, (_, index) =>
    wireRule({ RuleName: `r${index}`, Priority: 100 - index, FixedRate: index === 25 ? 1 : 0, ReservoirSize: 0 }),
  );
  const { clock, service, request } = createScene({ rules, service: { rulesPerPage: 10 } });
  await clock.advanceTo(1);
  expect(service.requests.map(({ body }) => body)).toEqual([{}, { NextToken: '10' }, { NextToken: '20' }]);
  expect(request(10)).toBe(10);
});

test('a rule that is none is left out, the others decide', async () => {
  const { clock, request } = createScene({
    rules: [
      { ...ALL, FixedRate: 7, Priority: 1 },
      { ...NONE, Priority: 2 },
    ],
  });
  await clock.advanceTo(1);
  expect(request(10)).toBe(0);
  expect(lines.some((line) => line.startsWith('debug: ') && line.includes('"FixedRate" 7'))).toBe(true);
});

test('rules that change are fetched with the next report, not the next poll', async () => {
  const scene = createScene({ rules: [NONE] });
  await scene.clock.advanceTo(30_000);
  scene.service.setRules([ALL]);
  expect(scene.request(5)).toBe(0);
  await scene.clock.advanceBy(12_000);
  expect(scene.request(5)).toBe(5);
  const fetches = scene.service.requests.filter(({ path }) => path === '/GetSamplingRules').length;
  expect(fetches).toBe(2);
});

test('a clock of the machine that is wrong or jumps changes nothing', async () => {
  const scene = createScene({ rules: [wireRule({ FixedRate: 0, ReservoirSize: 4 })] });
  scene.clock.jump(-10 * 24 * HOUR);
  await scene.clock.advanceTo(1);
  let total = 0;
  for (let second = 0; second < 120; second += 1) {
    total += scene.request(10);
    if (second === 60) scene.clock.jump(20 * 24 * HOUR);
    await scene.clock.advanceBy(1000);
  }
  // One a second is borrowed until the first quota.
  expect(total).toBeGreaterThan(120 * 4 - 12 * 3 - 4);
  const fetches = scene.service.requests.filter(({ path }) => path === '/GetSamplingRules').length;
  expect(fetches).toBe(1);
  await scene.clock.advanceBy(30_000);
  expect(scene.service.totals('Default')).toMatchObject({ requests: 1200, sampled: total });
});

describe('rules about where the service runs', () => {
  const fargate = wireRule({ RuleName: 'fargate', ServiceType: 'AWS::ECS::Fargate', FixedRate: 1, Priority: 1 });

  test('wait until that is found out, and the default rule decides meanwhile', async () => {
    let settleResource = (): void => {};
    const attributes: Record<string, string> = { 'service.name': 'shop' };
    const resource = {
      attributes,
      asyncAttributesPending: true,
      waitForAsyncAttributes: () => new Promise<void>((resolve) => (settleResource = resolve)),
    };
    const scene = createScene({ rules: [fargate, wireRule({ FixedRate: 0, ReservoirSize: 0 })], resource });
    await scene.clock.advanceTo(1000);
    expect(scene.request(1)).toBe(1);
    attributes['cloud.platform'] = 'aws_ecs';
    settleResource();
    await scene.clock.advanceTo(1001);
    expect(scene.request(100)).toBe(100);
  });

  test('decide without it when it cannot be found out', async () => {
    const resource = {
      attributes: { 'service.name': 'shop' },
      asyncAttributesPending: true,
      waitForAsyncAttributes: () => Promise.reject(new Error('no platform')),
    };
    const scene = createScene({ rules: [fargate, NONE], resource });
    await scene.clock.advanceTo(1);
    expect(scene.request(100)).toBe(0);
  });
});

describe('local rules', () => {
  const local = {
    rules: [
      {
        name: 'local',
        priority: 1,
        fixedRate: 1,
        reservoirSize: 0,
        serviceName: '*',
        serviceType: '*',
        host: '*',
        httpMethod: '*',
        urlPath: '*',
        resourceArn: '*',
        attributes: {},
      },
    ],
  };

  test('stand in for the central ones, and only while there are none', async () => {
    const scene = createScene({ rules: [NONE], config: { local }, mode: 'refuse', isExplicit: true });
    expect(scene.request(10)).toBe(10);
    await scene.clock.advanceTo(60_000);
    expect(lines[0]).toContain('Using the local sampling rules until it answers.');
    scene.mode = 'answer';
    await scene.clock.advanceBy(300_000);
    expect(scene.request(10)).toBe(0);
  });

  test('alone ask nobody', async () => {
    const { clock, request, service } = createScene({ config: { sampler: 'xray_default', local } });
    await clock.advanceTo(HOUR);
    expect(request(10)).toBe(10);
    expect(service.requests).toEqual([]);
  });
});

test('health checks do not count for any rule', async () => {
  const { sampler, clock, request, service } = createScene({ rules: [ALL] });
  await clock.advanceTo(1);
  expect(request(3, { 'url.path': '/healthz' })).toBe(0);
  expect(request(2)).toBe(2);
  await clock.advanceTo(30_000);
  expect(service.totals('all').requests).toBe(2);
  expect(sampler.droppedHealthChecks).toBe(3);
  expect(lines.filter((line) => line.includes('OTEL_XRAY_HEALTH_CHECKS'))).toEqual([
    'info: Health checks are not recorded; "OTEL_XRAY_HEALTH_CHECKS=record" records them.',
  ]);
});

test('the name of the rule is on the sampled root', async () => {
  const { sampler, clock } = createScene({ rules: [ALL] });
  await clock.advanceTo(1);
  const result = sampler.shouldSample(ROOT_CONTEXT, 'f'.repeat(32), 'GET', SpanKind.SERVER, {}, []);
  expect(result.attributes).toEqual({ 'aws.xray.sampling_rule_name': 'all' });
});

test('a boost raises the rate of its rule while it lasts', async () => {
  const boosted = wireRule({
    FixedRate: 0,
    ReservoirSize: 0,
    SamplingRateBoost: { MaxRate: 1, CooldownWindowMinutes: 1 },
  });
  const scene = createScene({ rules: [boosted] });
  await scene.clock.advanceTo(1);
  scene.service.boosts.set('Default', { rate: 1, seconds: 60 });
  expect(scene.request(10)).toBe(0);
  await scene.clock.advanceTo(15_000);
  expect(scene.request(10)).toBe(10);
  scene.service.boosts.clear();
  await scene.clock.advanceTo(30_000);
  expect(scene.request(10)).toBe(0);
  expect(scene.sampler.spanProcessor).toBeDefined();
});

test('after a stop nothing is asked, and decisions go on', async () => {
  const { sampler, clock, service, request } = createScene({ rules: [ALL] });
  await clock.advanceTo(20_000);
  const asked = service.requests.length;
  sampler.stop();
  request(5);
  await clock.advanceTo(HOUR / 2);
  expect(service.requests).toHaveLength(asked);
  expect(clock.waiting).toBe(0);
  expect(request(5)).toBe(5);
});

test('a stop before the first tick asks nobody at all', async () => {
  const { sampler, clock, service } = createScene();
  sampler.stop();
  await clock.advanceTo(HOUR);
  expect(service.requests).toEqual([]);
});

const storms = fc.array(
  fc.record({
    mode: fc.constantFrom<Mode>('answer', 'refuse', 'lose answers', 'lose requests', 'forbid targets'),
    seconds: fc.integer({ min: 1, max: 120 }),
    requests: fc.integer({ min: 0, max: 5 }),
    jumpMillis: fc.constantFrom(0, 0, -HOUR, HOUR),
    unprocessed: fc.boolean(),
  }),
  { maxLength: 12 },
);

test(
  'whatever becomes of proxy and clock, X-Ray is told of every request exactly once',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(storms, async (phases) => {
        const rules = [wireRule({ RuleName: 'a', URLPath: '/a', Priority: 1, ReservoirSize: 3 }), wireRule()];
        const scene = createScene({ rules });
        await scene.clock.advanceTo(1);
        const expected = { requests: 0, sampled: 0 };
        for (const { mode, seconds, requests, jumpMillis, unprocessed } of phases) {
          scene.mode = mode;
          scene.clock.jump(jumpMillis);
          if (unprocessed) scene.service.unprocessed.add('a');
          for (let second = 0; second < seconds; second += 10) {
            expected.requests += requests;
            expected.sampled += scene.request(requests, { 'url.path': '/a' });
            scene.request(1);
            await scene.clock.advanceBy(10_000);
          }
          scene.service.unprocessed.clear();
        }
        scene.mode = 'answer';
        await scene.clock.advanceBy(200_000);
        expect(scene.service.totals('a')).toMatchObject(expected);
      }),
      { numRuns: 60 },
    );
  },
);
