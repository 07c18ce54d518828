import type { SamplingResult } from '@opentelemetry/sdk-trace';
import type { SamplingRule } from '../xray/sampling-rule.ts';
import { isWithinRate } from './fixed-rate.ts';
import { createReservoir } from './reservoir.ts';
import { NOT_SAMPLED, observedBy, sampledBy } from './sampling-results.ts';
import { createRuleStatistics, type RuleStatistics } from './statistics.ts';
import type { SamplingTarget } from './targets-answer.ts';

/** A rule that can be asked. */
export interface DecidingRule {
  readonly definition: SamplingRule;
  /** Decides the trace and counts it; `now` is in milliseconds and never goes back. */
  decide(traceId: string, now: number): SamplingResult;
}

/** A rule of the X-Ray console, shared with all other processes that ask for it, with its state in this process. */
export interface CentralRule extends DecidingRule {
  readonly statistics: RuleStatistics;
  /** When statistics are wanted next; changed by whoever sends them. */
  reportAt: number;
  /** Takes the rule as it is now; what was counted stays, and the quota as long as it fits. */
  redefine(definition: SamplingRule): void;
  /** Takes X-Ray's answer to the statistics. */
  applyTarget(target: SamplingTarget, now: number): void;
}

/** A central rule without a quota: it borrows one request per second of the common reservoir, if there is one. */
export function createCentralRule(definition: SamplingRule): CentralRule {
  return new SharedRule(definition);
}

class SharedRule implements CentralRule {
  readonly statistics: RuleStatistics;
  reportAt = 0;
  readonly #reservoir = createReservoir();
  readonly #sampled: SamplingResult;
  readonly #observed: SamplingResult;
  #definition: SamplingRule;
  #rate: number;
  #quota = 0;
  #quotaUntil = -Infinity;
  #boostRate = 0;
  #boostUntil = -Infinity;

  constructor(definition: SamplingRule) {
    this.statistics = createRuleStatistics(definition.name);
    this.#definition = definition;
    this.#rate = definition.fixedRate;
    this.#sampled = sampledBy(definition.name);
    this.#observed = observedBy(definition.name);
  }

  get definition(): SamplingRule {
    return this.#definition;
  }

  decide(traceId: string, now: number): SamplingResult {
    this.statistics.countRequest();
    if (!this.#takeFromReservoir(now) && !isWithinRate(traceId, this.#rateAt(now))) {
      // Whether the request fails is asked of the others too, and only a recorded span can tell.
      return this.#definition.rateBoost === undefined ? NOT_SAMPLED : this.#observed;
    }
    this.statistics.countSampled();
    return this.#sampled;
  }

  redefine(definition: SamplingRule): void {
    const before = this.#definition;
    this.#definition = definition;
    if (definition.fixedRate === before.fixedRate && definition.reservoirSize === before.reservoirSize) return;
    this.#rate = definition.fixedRate;
    this.#quotaUntil = this.#boostUntil = -Infinity;
  }

  applyTarget({ fixedRate, quota, boost }: SamplingTarget, now: number): void {
    if (fixedRate !== undefined) this.#rate = fixedRate;
    if (quota !== undefined) {
      this.#quota = quota.perSecond;
      this.#quotaUntil = now + quota.millis;
    }
    this.#boostRate = boost?.rate ?? 0;
    this.#boostUntil = boost === undefined ? -Infinity : now + boost.millis;
  }

  /**
   * As the X-Ray SDKs do: a quota that holds is all there is; without one, one request per second is borrowed.
   * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sampling.html
   */
  #takeFromReservoir(now: number): boolean {
    if (now < this.#quotaUntil) return this.#reservoir.take(this.#quota, now);
    if (this.#definition.reservoirSize === 0 || !this.#reservoir.take(1, now)) return false;
    this.statistics.countBorrowed();
    return true;
  }

  #rateAt(now: number): number {
    return now < this.#boostUntil ? Math.max(this.#boostRate, this.#rate) : this.#rate;
  }
}
