import { backoffMillis } from './backoff.ts';
import type { CentralRule } from './central-rule.ts';
import { jitter, type SamplerClock } from './sampler-clock.ts';
import { type Failure, MAX_REPORTS, type SamplingService, type TargetsAnswer } from './sampling-service.ts';
import type { RuleReport } from './statistics.ts';

/** Reports statistics and fetches quotas, for ever. */
export interface TargetPoller {
  /** Reports for the first time after one interval. */
  start(): void;
  stop(): void;
}

/** What the poller works with. */
export interface TargetPollerDependencies {
  readonly service: Pick<SamplingService, 'getTargets'>;
  readonly clock: SamplerClock;
  /** 24 hex digits, the same as long as the process lives. */
  readonly clientId: string;
  /** The name in X-Ray; at most 64 characters of it are sent. */
  readonly serviceName: () => string;
  readonly rules: () => Iterable<CentralRule>;
  readonly onTargets: (answer: TargetsAnswer) => void;
  readonly onFailure: (failure: Failure) => void;
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sampling.html */
const INTERVAL_MILLIS = 10_000;
/** A service that asks for reports without a pause does not get them. */
const SHORTEST_INTERVAL_MILLIS = 1_000;
const LONGEST_RETRY_MILLIS = 60_000;
/** Rules that are due almost now go along: half as many requests, none of them late. */
const EARLY_MILLIS = 1_500;

interface Report {
  readonly rule: CentralRule;
  readonly report: RuleReport;
}

/** Reports each rule with traffic as often as X-Ray asks for it, at most 25 rules in one request. */
export function createTargetPoller(dependencies: TargetPollerDependencies): TargetPoller {
  return new IntervalTargetPoller(dependencies);
}

class IntervalTargetPoller implements TargetPoller {
  readonly #dependencies: TargetPollerDependencies;
  #cancel: () => void = () => {};
  #failures = 0;
  #isStopped = false;

  constructor(dependencies: TargetPollerDependencies) {
    this.#dependencies = dependencies;
  }

  start(): void {
    this.#schedule(jitter(INTERVAL_MILLIS, this.#dependencies.clock));
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  #schedule(waitMillis: number): void {
    this.#cancel = this.#dependencies.clock.schedule(waitMillis, () => void this.#report());
  }

  async #report(): Promise<void> {
    const { clock } = this.#dependencies;
    const isDelivered = await this.#reportDueRules();
    if (this.#isStopped) return;
    this.#failures = isDelivered ? 0 : this.#failures + 1;
    this.#schedule(
      isDelivered
        ? jitter(this.#untilNextReport(), clock)
        : backoffMillis(this.#failures, 2 * INTERVAL_MILLIS, LONGEST_RETRY_MILLIS, clock),
    );
  }

  async #reportDueRules(): Promise<boolean> {
    const { clock, rules } = this.#dependencies;
    const dueUntil = clock.now() + EARLY_MILLIS;
    const due = [...rules()].filter(({ reportAt }) => reportAt <= dueUntil);
    while (due.length > 0) {
      const reports = this.#takeReports(due);
      if (reports.length > 0 && !(await this.#send(reports))) return false;
    }
    return true;
  }

  /** Takes rules off the list until a request is full. */
  #takeReports(due: CentralRule[]): Report[] {
    const { clock, clientId, serviceName } = this.#dependencies;
    const epochSeconds = Math.floor(clock.epochMillis() / 1000);
    const reporter = { clientId, serviceName: serviceName().slice(0, 64), epochSeconds };
    const reports: Report[] = [];
    for (let rule = due.shift(); rule !== undefined; rule = due.shift()) {
      rule.reportAt = clock.now() + INTERVAL_MILLIS;
      const report = rule.statistics.takeReport(reporter);
      if (report !== undefined && reports.push({ rule, report }) === MAX_REPORTS) break;
    }
    return reports;
  }

  async #send(reports: readonly Report[]): Promise<boolean> {
    const { service, clock, onTargets, onFailure } = this.#dependencies;
    const answer = await service.getTargets(reports.map(({ report }) => report));
    if (this.#isStopped) return false;
    const now = clock.now();
    for (const { rule } of reports) settle(rule, answer);
    if (answer.kind !== 'targets') {
      for (const { rule } of reports) rule.reportAt = now;
      onFailure(answer);
      return false;
    }
    const intervals = new Map(answer.targets.map(({ ruleName, intervalMillis }) => [ruleName, intervalMillis]));
    for (const { rule } of reports) rule.reportAt = now + (intervals.get(rule.definition.name) ?? INTERVAL_MILLIS);
    onTargets(answer);
    return true;
  }

  #untilNextReport(): number {
    const { clock, rules } = this.#dependencies;
    const now = clock.now();
    const waits = Array.from(rules(), ({ reportAt }) => reportAt - now);
    return Math.max(SHORTEST_INTERVAL_MILLIS, Math.min(INTERVAL_MILLIS, ...waits));
  }
}

function settle(rule: CentralRule, answer: TargetsAnswer | Failure): void {
  const { name } = rule.definition;
  if (answer.kind === 'targets') {
    const { unprocessed, unprocessedBoosts } = answer;
    rule.statistics.confirm({ statistics: unprocessed.has(name), boost: unprocessedBoosts.has(name) });
  } else if (answer.kind === 'refused') {
    rule.statistics.refuse(answer.status !== undefined);
  } else {
    rule.statistics.keep();
  }
}
