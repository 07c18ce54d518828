import { diag, type Attributes, type Context, type Link, type SpanKind } from '@opentelemetry/api';
import type { Sampler, SamplingResult, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SamplingConfig } from '../config/config.ts';
import { createBoostObserver } from './boost-observer.ts';
import type { DecidingRule } from './central-rule.ts';
import { type CentralSampling, createCentralSampling } from './central-sampling.ts';
import { createLocalRules, type LocalRules } from './local-rules.ts';
import type { Network, PostJson } from './post-json.ts';
import { processClock, type SamplerClock } from './sampler-clock.ts';
import { identifyService, type ReadOrigin, type ResourceSource } from './service-identity.ts';

/** A sampler with something to do besides deciding. */
export interface RunningSampler extends Sampler {
  /** Looks at ended spans; must be among the SDK's processors. Absent where there is nothing to look at. */
  readonly spanProcessor?: SpanProcessor | undefined;
  /** Begins to ask for rules and to watch the rules' file. */
  start(): void;
  /** Ends that for good; decisions go on. */
  stop(): void;
}

/** What X-Ray's sampler works with besides the configuration. */
export interface XRaySamplerDependencies {
  /** The service's resource, whose attributes may come later. */
  readonly resource?: ResourceSource;
  /** The origin that X-Ray shows for the resource; default: none. */
  readonly readOrigin?: ReadOrigin;
  readonly clock?: SamplerClock;
  /** How the sampling proxy is asked; default: over HTTP. */
  readonly post?: PostJson;
  /** How it is reached then; default: as Node does. */
  readonly network?: Network;
}

/**
 * The sampler that asks rules: the central ones while they are known, else the local ones, and `byDefault` where none
 * of them matches or there are none.
 */
export function createXRaySampler(
  config: Pick<SamplingConfig, 'central' | 'local'>,
  byDefault: Sampler,
  dependencies: XRaySamplerDependencies,
): RunningSampler {
  return new RuleSampler(config, byDefault, dependencies);
}

class RuleSampler implements RunningSampler {
  readonly spanProcessor?: SpanProcessor;
  readonly #byDefault: Sampler;
  readonly #clock: SamplerClock;
  readonly #resource: ResourceSource;
  readonly #readOrigin: ReadOrigin;
  readonly #central: CentralSampling | undefined;
  readonly #local: LocalRules | undefined;
  readonly #name: string;
  #cancelIdentify = (): void => {};

  constructor(
    { central, local }: Pick<SamplingConfig, 'central' | 'local'>,
    byDefault: Sampler,
    { resource, readOrigin, clock, post, network }: XRaySamplerDependencies,
  ) {
    this.#byDefault = byDefault;
    this.#clock = clock ?? processClock;
    this.#resource = resource ?? { attributes: {} };
    this.#readOrigin = readOrigin ?? (() => undefined);
    this.#local = local && createLocalRules(local, identifyService(this.#resource.attributes, this.#readOrigin));
    this.#central =
      central &&
      createCentralSampling(central, {
        clock: this.#clock,
        serviceName: () => identifyService(this.#resource.attributes, this.#readOrigin).name ?? '',
        fallback: local === undefined ? "X-Ray's default rule" : 'the local sampling rules',
        post,
        network,
      });
    if (this.#central !== undefined) this.spanProcessor = createBoostObserver(this.#central.rules);
    const deciders = [central && 'central rules', local && 'local rules', byDefault.toString()];
    this.#name = `XRay{${deciders.filter((decider) => decider !== undefined).join(', else ')}}`;
  }

  start(): void {
    this.#central?.start();
    this.#local?.start();
    // Not now: asking the platform must not slow the application's start.
    this.#cancelIdentify = this.#clock.schedule(0, () => void this.#identify());
  }

  stop(): void {
    this.#cancelIdentify();
    this.#central?.stop();
    this.#local?.stop();
  }

  shouldSample(
    context: Context,
    traceId: string,
    spanName: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    const now = this.#clock.now();
    const rule = this.#findRule(attributes, now);
    if (rule !== undefined) return rule.decide(traceId, now);
    return this.#byDefault.shouldSample(context, traceId, spanName, kind, attributes, links);
  }

  toString(): string {
    return this.#name;
  }

  #findRule(attributes: Attributes, now: number): DecidingRule | undefined {
    // X-Ray's own default, which matches everything, is one of its rules: local ones never mix with them.
    if (this.#central?.rules.isActive(now) === true) return this.#central.rules.find(attributes);
    return this.#local?.current()?.find(attributes);
  }

  /** Where the service runs is found out a moment after its start; rules about that wait for it. */
  async #identify(): Promise<void> {
    try {
      if (this.#resource.asyncAttributesPending === true) await this.#resource.waitForAsyncAttributes?.();
    } catch (error) {
      diag.debug('The resource could not be completed; sampling rules see what is known of it.', error);
    }
    const service = identifyService(this.#resource.attributes, this.#readOrigin);
    this.#local?.identify(service);
    this.#central?.rules.identify(service);
  }
}
