import { ROOT_CONTEXT, SpanKind, type Attributes } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { createSampler, type XraySampler } from '../../src/sampler/create-sampler.ts';
import type { Answer, PostJson } from '../../src/sampler/post-json.ts';
import { makeOrigin } from '../../src/translator/origin.ts';
import {
  createSamplingService,
  type SamplingService,
  type WireRule,
} from '../../test/sampler/support/sampling-service.ts';
import {
  createVirtualClock,
  seededRandom,
  traceIdAt,
  type VirtualClock,
} from '../../test/sampler/support/virtual-clock.ts';
import { createExpectedProcess, type ExpectedProcess } from './expected-decisions.ts';
import { TRAFFIC } from './fleet-traffic.ts';

/** `refuse`: nobody listens; `hang`: requests are taken and never answered; `drop`: answered into a cut connection. */
export interface Outage {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly kind: 'refuse' | 'hang' | 'drop';
}

/** What happens to the fleet. */
export interface SimulationOptions {
  readonly seed: number;
  readonly processes: number;
  readonly seconds: number;
  readonly outages: readonly Outage[];
  /** Every process is replaced once, one after another, between these times. */
  readonly deployment: { readonly fromSeconds: number; readonly toSeconds: number };
  /** How often a process ends by itself and is replaced, on average. */
  readonly crashEverySeconds: number;
  /** How often one process gets twenty times its traffic for ten seconds, on average. */
  readonly burstEverySeconds: number;
  /** When the rate of one rule is doubled in the console. */
  readonly ruleChangeSeconds: number;
}

/** What became of the requests that one rule was meant for. */
export interface RuleResult {
  readonly rule: WireRule;
  requests: number;
  sampled: number;
  /** The mathematical expectation of `sampled`. */
  expected: number;
  variance: number;
  fromQuota: number;
  borrowed: number;
  /** Decisions that were not those of the model. */
  wrong: number;
}

/** What the simulation saw. */
export interface SimulationResult {
  readonly rules: readonly RuleResult[];
  /** Decisions by the default rule, while a process had no rules yet. */
  readonly byDefault: { requests: number; sampled: number; expected: number };
  readonly restarts: number;
  /** Requests that a central rule has decided. */
  readonly decided: number;
  /** Those of them that X-Ray was told of; the rest ended with their process. */
  readonly reported: number;
  readonly borrowedReported: number;
  /** Requests of processes that live to the end which X-Ray was not told of, or told twice. */
  readonly missing: number;
  readonly serviceRequests: { readonly perSecondMean: number; readonly perSecondMax: number };
  readonly problems: readonly string[];
}

const STEP_MILLIS = 100;
/** Longer than the longest wait after a failure. */
const LAST_REPORTS_MILLIS = 180_000;
const BURST_FACTOR = 20;
const BURST_MILLIS = 10_000;
const DEFAULT_RULE = { reservoir: 1, rate: 0.05 };

/** Runs a fleet through the given time, every process with the sampler as it is in the product. */
export async function simulateFleet(options: SimulationOptions): Promise<SimulationResult> {
  return new Fleet(options).run();
}

interface Process {
  readonly isOnFargate: boolean;
  readonly sampler: XraySampler;
  readonly expected: ExpectedProcess;
  /** X-Ray's default rule, for the time without rules. */
  readonly byDefault: { second: number; taken: number };
  burstUntilMillis: number;
  isEnded: boolean;
  /** How X-Ray knows it, since its first report. */
  clientId: string;
  /** Requests that a central rule has decided. */
  decided: number;
}

class Fleet {
  readonly #options: SimulationOptions;
  readonly #random: () => number;
  readonly #clock: VirtualClock;
  readonly #service: SamplingService;
  readonly #results: RuleResult[];
  readonly #byDefault = { requests: 0, sampled: 0, expected: 0 };
  readonly #problems: string[] = [];
  readonly #requestsAt = new Map<number, number>();
  readonly #startEpochMillis: number;
  #restarts = 0;
  #drawn = 0;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#clock = createVirtualClock(this.#random);
    this.#startEpochMillis = this.#clock.epochMillis();
    const rules = TRAFFIC.map(({ rule }) => rule);
    const epochMillis = (): number => this.#clock.epochMillis();
    this.#service = createSamplingService({ epochMillis, rules, quotaOnFirstReport: false, rulesPerPage: 8 });
    this.#results = rules.map((rule) => ({
      rule,
      requests: 0,
      sampled: 0,
      expected: 0,
      variance: 0,
      fromQuota: 0,
      borrowed: 0,
      wrong: 0,
    }));
  }

  async run(): Promise<SimulationResult> {
    const { processes, seconds, ruleChangeSeconds } = this.#options;
    const fleet = Array.from({ length: processes }, (_, index) => this.#start(index));
    for (let step = 0; step < (seconds * 1000) / STEP_MILLIS; step += 1) {
      const millis = timeOf(step);
      await this.#clock.advanceTo(millis);
      if (millis === timeOf((ruleChangeSeconds * 1000) / STEP_MILLIS)) this.#doubleRate('search');
      for (const [index, process] of fleet.entries()) {
        if (this.#isReplaced(index, millis)) {
          process.sampler.stop();
          process.isEnded = true;
          this.#restarts += 1;
          fleet[index] = this.#start(index);
        } else this.#serve(process, millis);
      }
    }
    // Without traffic, everything that living processes have counted gets told.
    await this.#clock.advanceBy(LAST_REPORTS_MILLIS);
    return this.#sumUp(fleet);
  }

  #start(index: number): Process {
    const expected = createExpectedProcess();
    const process: Process = {
      isOnFargate: index % 2 === 0,
      sampler: createSampler(
        {
          sampler: 'xray',
          ratio: 1,
          healthChecks: 'drop',
          central: { endpoint: 'http://proxy:2000', pollingIntervalMillis: 300_000, isExplicit: false },
        },
        {
          isUndecided: () => false,
          rootHint: () => undefined,
          clock: this.#clock,
          resource: { attributes: resourceOf(index) },
          readOrigin: (attributes) => makeOrigin(attributes as Parameters<typeof makeOrigin>[0]),
          post: this.#proxyFor(() => process),
        },
      ),
      expected,
      byDefault: { second: -1, taken: 0 },
      burstUntilMillis: 0,
      isEnded: false,
      clientId: '',
      decided: 0,
    };
    process.sampler.start();
    return process;
  }

  /** Each in its turn during the deployment, and by chance. */
  #isReplaced(index: number, millis: number): boolean {
    const { deployment, processes, crashEverySeconds } = this.#options;
    const turnSeconds = (deployment.toSeconds - deployment.fromSeconds) / processes;
    const turn = Math.floor(((deployment.fromSeconds + index * turnSeconds) * 1000) / STEP_MILLIS);
    return millis === timeOf(turn) || this.#random() < STEP_MILLIS / 1000 / crashEverySeconds;
  }

  #doubleRate(name: string): void {
    this.#service.setRules(
      TRAFFIC.map(({ rule }) => (rule.RuleName === name ? { ...rule, FixedRate: rule.FixedRate * 2 } : rule)),
    );
  }

  #serve(process: Process, millis: number): void {
    const { burstEverySeconds } = this.#options;
    if (this.#random() < STEP_MILLIS / 1000 / burstEverySeconds) process.burstUntilMillis = millis + BURST_MILLIS;
    const factor = (millis < process.burstUntilMillis ? BURST_FACTOR : 1) * (STEP_MILLIS / 1000);
    for (const [index, { perSecond, request }] of TRAFFIC.entries()) {
      for (let due = perSecond * factor; due > 0; due -= 1) {
        if (due < 1 && this.#random() >= due) break;
        this.#decide(process, index, request((this.#drawn += 1)), millis);
      }
    }
  }

  #decide(process: Process, index: number, attributes: Attributes, millis: number): void {
    const result = this.#results[this.#indexOfMatch(process, index)];
    if (result === undefined) return;
    const traceId = traceIdAt(this.#clock.epochMillis(), this.#random);
    const { decision } = process.sampler.shouldSample(ROOT_CONTEXT, traceId, 'GET', SpanKind.SERVER, attributes, []);
    const isSampled = decision === SamplingDecision.RECORD_AND_SAMPLED;
    const expected = process.expected.decide(result.rule.RuleName, millis, traceId);
    if (expected === undefined) return this.#countByDefault(process, millis, isSampled);
    process.decided += 1;
    result.requests += 1;
    if (isSampled) result.sampled += 1;
    result.expected += expected.probability;
    result.variance += expected.probability * (1 - expected.probability);
    if (expected.from === 'quota') result.fromQuota += 1;
    if (expected.from === 'borrowed') result.borrowed += 1;
    if (expected.isSampled !== isSampled) result.wrong += 1;
  }

  /** The batch is another service's rule where the process does not run on Fargate: there the default one decides. */
  #indexOfMatch(process: Process, index: number): number {
    return TRAFFIC[index]?.rule.ServiceType !== '*' && !process.isOnFargate ? TRAFFIC.length - 1 : index;
  }

  #countByDefault({ byDefault }: Process, millis: number, isSampled: boolean): void {
    const second = Math.floor(millis / 1000);
    if (second !== byDefault.second) Object.assign(byDefault, { second, taken: 0 });
    byDefault.taken += 1;
    this.#byDefault.requests += 1;
    if (isSampled) this.#byDefault.sampled += 1;
    this.#byDefault.expected += byDefault.taken <= DEFAULT_RULE.reservoir ? 1 : DEFAULT_RULE.rate;
  }

  #proxyFor(processOf: () => Process): PostJson {
    let pages: WireRule[] = [];
    return async (path, body): Promise<Answer> => {
      // A proxy needs some time, and not always the same.
      await new Promise<void>((resolve) => void this.#clock.schedule(20 + this.#random() * 180, resolve));
      const process = processOf();
      const outage = this.#outageNow();
      if (process.isEnded || outage === 'refuse') return { kind: 'refused', reason: 'connect ECONNREFUSED' };
      if (outage === 'hang') return this.#answerTooLate();
      const second = Math.floor(this.#clock.now() / 1000);
      this.#requestsAt.set(second, (this.#requestsAt.get(second) ?? 0) + 1);
      process.clientId ||= clientIdOf(body);
      const { status, body: answer } = this.#service.handle(path, structuredClone(body));
      if (status !== 200) this.#problems.push(JSON.stringify(answer));
      if (outage === 'drop') return { kind: 'lost', reason: 'the connection was closed' };
      if (path === '/SamplingTargets') this.#tellTargets(process.expected, answer);
      else pages = tellRules(process.expected, pages, answer);
      return { kind: 'answered', body: answer, serverMillis: this.#clock.epochMillis() };
    };
  }

  async #answerTooLate(): Promise<Answer> {
    await new Promise<void>((resolve) => void this.#clock.schedule(5000, resolve));
    return { kind: 'lost', reason: 'no answer within 5000 ms' };
  }

  #outageNow(): Outage['kind'] | undefined {
    const seconds = this.#clock.now() / 1000;
    return this.#options.outages.find(({ fromSeconds, toSeconds }) => seconds >= fromSeconds && seconds < toSeconds)
      ?.kind;
  }

  #tellTargets(expected: ExpectedProcess, answer: object): void {
    const { SamplingTargetDocuments } = answer as { SamplingTargetDocuments: readonly WireTarget[] };
    for (const { RuleName, FixedRate, ReservoirQuota, ReservoirQuotaTTL } of SamplingTargetDocuments) {
      expected.targetArrived({
        ruleName: RuleName,
        fixedRate: FixedRate,
        ...(ReservoirQuota !== undefined && { quota: ReservoirQuota }),
        untilMillis: (ReservoirQuotaTTL ?? 0) * 1000 - this.#startEpochMillis,
      });
    }
  }

  #sumUp(fleet: readonly Process[]): SimulationResult {
    const names = this.#results.map(({ rule }) => rule.RuleName);
    const totals = names.map((name) => this.#service.totals(name));
    const perSecond = [...this.#requestsAt.values()];
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return {
      rules: this.#results,
      byDefault: this.#byDefault,
      restarts: this.#restarts,
      reported: sum(totals.map(({ requests }) => requests)),
      borrowedReported: sum(totals.map(({ borrowed }) => borrowed)),
      missing: sum(fleet.map(({ clientId, decided }) => Math.abs(decided - this.#service.reportedBy(clientId)))),
      decided: sum(this.#results.map(({ requests }) => requests)),
      serviceRequests: {
        perSecondMean: sum(perSecond) / this.#options.seconds,
        perSecondMax: Math.max(0, ...perSecond),
      },
      problems: this.#problems,
    };
  }
}

interface WireTarget {
  readonly RuleName: string;
  readonly FixedRate: number;
  readonly ReservoirQuota?: number;
  readonly ReservoirQuotaTTL?: number;
}

/** In the middle of a step, so that nothing ever happens at the very moment in which a second or a quota ends. */
function timeOf(step: number): number {
  return step * STEP_MILLIS + STEP_MILLIS / 2;
}

/** Pages count when the last one is there. */
function tellRules(expected: ExpectedProcess, before: readonly WireRule[], answer: object): WireRule[] {
  const { SamplingRuleRecords, NextToken } = answer as {
    SamplingRuleRecords: readonly { SamplingRule: WireRule }[];
    NextToken?: string;
  };
  const pages = [...before, ...SamplingRuleRecords.map(({ SamplingRule }) => SamplingRule)];
  if (NextToken !== undefined) return pages;
  expected.rulesArrived(pages);
  return [];
}

function clientIdOf(body: object): string {
  const { SamplingStatisticsDocuments: [document] = [] } = body as {
    SamplingStatisticsDocuments?: readonly { ClientID: string }[];
  };
  return document?.ClientID ?? '';
}

/** Half of the fleet runs on Fargate, half on EC2. */
function resourceOf(index: number): Attributes {
  const platform =
    index % 2 === 0
      ? { 'cloud.platform': 'aws_ecs', 'aws.ecs.launchtype': 'fargate' }
      : { 'cloud.platform': 'aws_ec2' };
  return { 'service.name': 'shop', 'cloud.provider': 'aws', ...platform };
}
