import { backoffMillis } from './backoff.ts';
import { jitter, type SamplerClock } from './sampler-clock.ts';
import type { CentralRulesAnswer, Failure, SamplingService } from './sampling-service.ts';

/** Asks for the rules, for ever. */
export interface RulePoller {
  /** Asks at once, then again and again. */
  start(): void;
  /** Asks at once, because the rules have changed; twice where an older question is under way. */
  refresh(): void;
  stop(): void;
}

/** What the poller works with. */
export interface RulePollerDependencies {
  readonly service: Pick<SamplingService, 'getRules'>;
  readonly clock: SamplerClock;
  readonly intervalMillis: number;
  readonly onRules: (answer: CentralRulesAnswer) => void;
  readonly onFailure: (failure: Failure) => void;
}

const FIRST_RETRY_MILLIS = 10_000;

/** Asks every interval, and sooner while nobody answers: after some ten seconds, then twice that, and so on. */
export function createRulePoller(dependencies: RulePollerDependencies): RulePoller {
  return new IntervalRulePoller(dependencies);
}

class IntervalRulePoller implements RulePoller {
  readonly #dependencies: RulePollerDependencies;
  #cancel: () => void = () => {};
  #failures = 0;
  #isAsking = false;
  #isStale = false;
  #isStopped = false;

  constructor(dependencies: RulePollerDependencies) {
    this.#dependencies = dependencies;
  }

  start(): void {
    void this.#ask();
  }

  refresh(): void {
    this.#isStale = true;
    if (!this.#isAsking) void this.#ask();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  async #ask(): Promise<void> {
    if (this.#isStopped) return;
    const { service, onRules, onFailure } = this.#dependencies;
    this.#cancel();
    this.#isAsking = true;
    this.#isStale = false;
    const answer = await service.getRules();
    this.#isAsking = false;
    if (this.#isStopped) return;
    this.#failures = answer.kind === 'rules' ? 0 : this.#failures + 1;
    if (answer.kind === 'rules') onRules(answer);
    else onFailure(answer);
    this.#schedule();
  }

  #schedule(): void {
    const { clock, intervalMillis } = this.#dependencies;
    // What changed while the answer was made may not be in it.
    const isAskedAgain = this.#isStale && this.#failures === 0;
    const waitMillis = isAskedAgain
      ? 0
      : this.#failures === 0
        ? jitter(intervalMillis, clock)
        : backoffMillis(this.#failures, FIRST_RETRY_MILLIS, intervalMillis, clock);
    this.#cancel = clock.schedule(waitMillis, () => void this.#ask());
  }
}
