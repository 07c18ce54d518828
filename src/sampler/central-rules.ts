import type { Attributes } from '@opentelemetry/api';
import type { SamplingRule } from '../xray/sampling-rule.ts';
import { type CentralRule, createCentralRule } from './central-rule.ts';
import { compileRules, type RuleSet } from './compile-rules.ts';
import type { ServiceIdentity } from './service-identity.ts';
import type { SamplingTarget } from './targets-answer.ts';

/** The rules of the console as they are known here. */
export interface CentralRules {
  /** Whether they decide: they are known, the service is too, and they are not older than an hour. */
  isActive(now: number): boolean;
  /** The rule that decides a request, while they are active; undefined when none matches. */
  find(attributes: Attributes): CentralRule | undefined;
  /** Takes the rules as they are now; those that were known before keep their counts and quotas. */
  update(rules: readonly SamplingRule[], now: number): void;
  /** Takes what is now known of the service; before the first time no rule decides. */
  identify(service: ServiceIdentity): void;
  applyTargets(targets: readonly SamplingTarget[], now: number): void;
  get(name: string): CentralRule | undefined;
  all(): Iterable<CentralRule>;
}

/** As long as all X-Ray SDKs: rules that nobody can confirm any more might cost what nobody wants to pay any more. */
const CACHE_MILLIS = 3_600_000;

/** No rules yet. */
export function createCentralRules(): CentralRules {
  return new CachedRules();
}

class CachedRules implements CentralRules {
  readonly #rules = new Map<string, CentralRule>();
  #updatedAt = -Infinity;
  #service: ServiceIdentity | undefined;
  #compiled: RuleSet<CentralRule> | undefined;

  isActive(now: number): boolean {
    return this.#compiled !== undefined && now - this.#updatedAt < CACHE_MILLIS;
  }

  find(attributes: Attributes): CentralRule | undefined {
    return this.#compiled?.find(attributes);
  }

  update(definitions: readonly SamplingRule[], now: number): void {
    const names = new Set(definitions.map(({ name }) => name));
    for (const name of this.#rules.keys()) if (!names.has(name)) this.#rules.delete(name);
    for (const definition of definitions) {
      const known = this.#rules.get(definition.name);
      if (known === undefined) this.#rules.set(definition.name, createCentralRule(definition));
      else known.redefine(definition);
    }
    this.#updatedAt = now;
    this.#compile();
  }

  identify(service: ServiceIdentity): void {
    this.#service = service;
    this.#compile();
  }

  applyTargets(targets: readonly SamplingTarget[], now: number): void {
    for (const target of targets) this.#rules.get(target.ruleName)?.applyTarget(target, now);
  }

  get(name: string): CentralRule | undefined {
    return this.#rules.get(name);
  }

  all(): Iterable<CentralRule> {
    return this.#rules.values();
  }

  #compile(): void {
    if (this.#service === undefined || this.#updatedAt === -Infinity) return;
    this.#compiled = compileRules([...this.#rules.values()], this.#service);
  }
}
