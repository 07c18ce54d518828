import { diag, SpanKind, trace, TraceFlags, type Attributes, type Context, type Link } from '@opentelemetry/api';
import type { SamplingResult, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SamplingConfig } from '../config/config.ts';
import { isValidSpanContext } from '../xray/span-context.ts';
import { isHealthCheck } from './health-check.ts';
import { createRootSampler, type RootSampler } from './root-sampler.ts';
import { NOT_SAMPLED, SAMPLED } from './sampling-results.ts';
import type { RunningSampler, XRaySamplerDependencies } from './xray-sampler.ts';

/** What the sampler must be told by the propagator, and what X-Ray's sampling works with. */
export interface SamplerDependencies extends XRaySamplerDependencies {
  /** Whether the remote parent in this context leaves the decision to us (`Sampled=?`, or no `Sampled`). */
  isUndecided(context: Context): boolean;
  /** The `Sampled` of an incoming header that has a Root but no Parent. */
  rootHint(context: Context): '0' | '1' | undefined;
}

/** The distribution's sampler: it keeps its rules up to date and tells how many health checks it left out. */
export interface XraySampler extends RunningSampler {
  /** Server spans that were not recorded because a probe asked and its caller did not say `Sampled=1`. */
  readonly droppedHealthChecks: number;
}

type Caller = 'sampled' | 'not sampled' | 'undecided';

/**
 * The sampler that `config` names. Parent-based ones follow a local parent always and a remote one unless it
 * left the decision open; roots and open decisions are made here (`xray`: by the rules of the X-Ray console;
 * `xray_default`: the first request of each second and 5 % of the others). With `healthChecks: 'drop'` probes are not recorded unless the caller says
 * `Sampled=1`, whichever sampler is chosen. Never throws: a fault counts as not sampled.
 */
export function createSampler(config: SamplingConfig, deps: SamplerDependencies): XraySampler {
  return new CallerFirstSampler(config, deps);
}

class CallerFirstSampler implements XraySampler {
  readonly #config: SamplingConfig;
  readonly #deps: SamplerDependencies;
  readonly #root: RootSampler;
  readonly #followsCaller: boolean;
  readonly #dropsHealthChecks: boolean;
  #droppedHealthChecks = 0;

  constructor(config: SamplingConfig, deps: SamplerDependencies) {
    this.#config = config;
    this.#deps = deps;
    this.#root = createRootSampler(config, deps);
    this.#followsCaller = /^(xray|parentbased)/.test(config.sampler);
    this.#dropsHealthChecks = config.healthChecks === 'drop';
  }

  get droppedHealthChecks(): number {
    return this.#droppedHealthChecks;
  }

  get spanProcessor(): SpanProcessor | undefined {
    return this.#root.spanProcessor;
  }

  start(): void {
    this.#root.start?.();
  }

  stop(): void {
    this.#root.stop?.();
  }

  shouldSample(
    context: Context,
    traceId: string,
    spanName: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    try {
      const caller = this.#readCaller(context);
      if (this.#followsCaller && caller === 'not sampled') return NOT_SAMPLED;
      if (this.#dropsHealthChecks && kind === SpanKind.SERVER && caller !== 'sampled' && isHealthCheck(attributes)) {
        this.#countHealthCheck();
        return NOT_SAMPLED;
      }
      if (this.#followsCaller && caller === 'sampled') return SAMPLED;
      return this.#root.shouldSample(context, traceId, spanName, kind, attributes, links);
    } catch (error) {
      // Starting a span may never fail in the application; an unsampled request is the harmless outcome.
      diag.debug('The sampler failed; the span is not sampled.', error);
      return NOT_SAMPLED;
    }
  }

  toString(): string {
    const root = this.#followsCaller ? `ParentBased{root=${this.#root.toString()}}` : this.#root.toString();
    return `XraySampler{${root}, healthChecks=${this.#config.healthChecks}}`;
  }

  #countHealthCheck(): void {
    this.#droppedHealthChecks += 1;
    if (this.#droppedHealthChecks > 1) return;
    diag.info('Health checks are not recorded; "OTEL_XRAY_HEALTH_CHECKS=record" records them.');
  }

  #readCaller(context: Context): Caller {
    const parent = trace.getSpanContext(context);
    if (parent === undefined || !isValidSpanContext(parent)) {
      const hint = this.#deps.rootHint(context);
      return hint === '1' ? 'sampled' : hint === '0' ? 'not sampled' : 'undecided';
    }
    // Only a remote parent can be undecided: the context key of the request stays set for its local children.
    if (parent.isRemote === true && this.#deps.isUndecided(context)) return 'undecided';
    return (parent.traceFlags & TraceFlags.SAMPLED) === 0 ? 'not sampled' : 'sampled';
  }
}
