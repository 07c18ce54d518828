import type { CentralSamplingConfig } from '../config/config.ts';
import { stripEndpoint } from '../config/parse-endpoint.ts';
import { type CentralRules, createCentralRules } from './central-rules.ts';
import { createClientId } from './client-id.ts';
import { createPostJson, type Network, type PostJson } from './post-json.ts';
import { createRulePoller } from './rule-poller.ts';
import type { SamplerClock } from './sampler-clock.ts';
import { createSamplingService, type TargetsAnswer } from './sampling-service.ts';
import { createSourceNotices } from './source-notices.ts';
import { createTargetPoller } from './target-poller.ts';

/** Keeps the rules of the X-Ray console and their quotas up to date. */
export interface CentralSampling {
  readonly rules: CentralRules;
  /** Asks for the first time after the application's first tick. */
  start(): void;
  /** Asks no more; what was counted since the last report is not reported. */
  stop(): void;
}

/** What the source of the rules is reached by. */
export interface CentralSamplingDependencies {
  readonly clock: SamplerClock;
  readonly serviceName: () => string;
  /** What decides while there are no central rules, for the user. */
  readonly fallback: string;
  /** Default: HTTP to the configured endpoint. */
  readonly post?: PostJson | undefined;
  /** Default: Node's. */
  readonly network?: Network | undefined;
}

/** Central sampling that has not begun yet: no rule decides. */
export function createCentralSampling(
  config: CentralSamplingConfig,
  { clock, serviceName, fallback, post, network }: CentralSamplingDependencies,
): CentralSampling {
  const stopping = new AbortController();
  const service = createSamplingService(post ?? createPostJson(config.endpoint, stopping.signal, network), clock);
  const rules = createCentralRules();
  const notices = createSourceNotices({
    source: stripEndpoint(config.endpoint),
    isExplicit: config.isExplicit,
    fallback,
  });
  let knownModificationSeconds = 0;
  let isReporting = false;

  const rulePoller = createRulePoller({
    service,
    clock,
    intervalMillis: config.pollingIntervalMillis,
    onRules(answer) {
      knownModificationSeconds = Math.max(knownModificationSeconds, answer.modifiedSeconds);
      rules.update(answer.rules, clock.now());
      notices.rulesCame(answer.rules.length, answer.problems);
      if (!isReporting) targetPoller.start();
      isReporting = true;
    },
    onFailure: (failure) => notices.rulesFailed(failure, rules.isActive(clock.now())),
  });
  const onTargets = (answer: TargetsAnswer): void => {
    rules.applyTargets(answer.targets, clock.now());
    notices.targetsCame();
    // Both times are of X-Ray's clock: how wrong ours is does not matter.
    if (answer.lastRuleModificationSeconds <= knownModificationSeconds) return;
    knownModificationSeconds = answer.lastRuleModificationSeconds;
    rulePoller.refresh();
  };
  const targetPoller = createTargetPoller({
    service,
    clock,
    clientId: createClientId(),
    serviceName,
    rules: () => rules.all(),
    onTargets,
    onFailure: (failure) => notices.targetsFailed(failure),
  });

  let cancelStart = (): void => {};
  return {
    rules,
    start() {
      cancelStart = clock.schedule(0, () => rulePoller.start());
    },
    stop() {
      cancelStart();
      rulePoller.stop();
      targetPoller.stop();
      stopping.abort();
    },
  };
}
