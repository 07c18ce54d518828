import type { SamplingRule as ApiSamplingRule, SamplingRuleRecord } from '../api/xray-api.ts';
import { readSamplingRules } from '../../xray/sampling-rules-document.ts';
import type { SamplingRule } from '../../xray/sampling-rule.ts';

/** The sampling rules of this X-Ray. */
export interface SamplingRuleStore {
  /** By ascending priority; X-Ray's `Default` is always the last. */
  list(): readonly SamplingRuleRecord[];
  get(name: string): SamplingRuleRecord | undefined;
  byArn(arn: string): SamplingRuleRecord | undefined;
  /** Keeps the rule in the place of the one with its name, if any. */
  put(rule: ApiSamplingRule): SamplingRuleRecord;
  delete(name: string): void;
  /** Makes these the only rules beside `Default`, whose numbers they may change. Rules that stay the same stay. */
  replaceAll(rules: readonly SamplingRule[]): void;
  /** When a rule was last created, changed or deleted, or else when the store was made, in seconds since 1970. */
  readonly lastModification: number;
}

/** X-Ray's own rule: the first request each second and 5 % of the others. */
export const DEFAULT_RULE_NAME = 'Default';
const DEFAULT_PRIORITY = 10_000;

const ANYTHING = {
  ResourceARN: '*',
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
} as const;

/** The ARN of a rule by its name; the account is nobody's. */
export function toRuleArn(name: string): string {
  return `arn:aws:xray:local:000000000000:sampling-rule/${name}`;
}

/** A store with nothing but X-Ray's default rule. `now` is in seconds since 1970. */
export function createSamplingRuleStore(now: () => number = () => Date.now() / 1000): SamplingRuleStore {
  const records = new Map<string, SamplingRuleRecord>();
  // What an earlier X-Ray at this port had is gone: who knows its rules asks for these with the next report.
  let lastModification = now();
  const modify = (): number => {
    // Two changes have two times, so that nobody takes the second for the first; the clock may stand or go back.
    lastModification = Math.max(now(), lastModification + 0.001);
    return lastModification;
  };
  const defaultRule: ApiSamplingRule = {
    ...ANYTHING,
    RuleName: DEFAULT_RULE_NAME,
    RuleARN: toRuleArn(DEFAULT_RULE_NAME),
    Priority: DEFAULT_PRIORITY,
    FixedRate: 0.05,
    ReservoirSize: 1,
  };
  records.set(DEFAULT_RULE_NAME, { SamplingRule: defaultRule, CreatedAt: 0, ModifiedAt: 0 });
  const put = (rule: ApiSamplingRule): SamplingRuleRecord => {
    const before = records.get(rule.RuleName);
    if (before !== undefined && JSON.stringify(before.SamplingRule) === JSON.stringify(rule)) return before;
    const ModifiedAt = modify();
    const record = { SamplingRule: rule, CreatedAt: before?.CreatedAt ?? ModifiedAt, ModifiedAt };
    records.set(rule.RuleName, record);
    return record;
  };
  const remove = (name: string): void => {
    if (records.delete(name)) modify();
  };
  return {
    list: () => [...records.values()].sort(byPriority),
    get: (name) => records.get(name),
    byArn: (arn) => [...records.values()].find(({ SamplingRule }) => SamplingRule.RuleARN === arn),
    put,
    delete: remove,
    replaceAll(rules) {
      const kept = new Set([DEFAULT_RULE_NAME, ...rules.map(({ name }) => name)]);
      for (const name of records.keys()) if (!kept.has(name)) remove(name);
      for (const rule of rules) {
        const { fixedRate: FixedRate, reservoirSize: ReservoirSize } = rule;
        if (rule.name === DEFAULT_RULE_NAME) put({ ...defaultRule, FixedRate, ReservoirSize });
        else put(toApiRule(rule));
      }
      if (!rules.some(({ name }) => name === DEFAULT_RULE_NAME)) put(defaultRule);
    },
    get lastModification() {
      return lastModification;
    },
  };
}

function byPriority({ SamplingRule: a }: SamplingRuleRecord, { SamplingRule: b }: SamplingRuleRecord): number {
  return a.Priority - b.Priority || (a.RuleName < b.RuleName ? -1 : 1);
}

function toApiRule(rule: SamplingRule): ApiSamplingRule {
  return {
    RuleName: rule.name,
    RuleARN: toRuleArn(rule.name),
    ResourceARN: rule.resourceArn,
    Priority: rule.priority,
    FixedRate: rule.fixedRate,
    ReservoirSize: rule.reservoirSize,
    ServiceName: rule.serviceName,
    ServiceType: rule.serviceType,
    Host: rule.host,
    HTTPMethod: rule.httpMethod,
    URLPath: rule.urlPath,
    Version: 1,
    Attributes: rule.attributes,
    ...(rule.rateBoost !== undefined && {
      SamplingRateBoost: { MaxRate: rule.rateBoost.maxRate, CooldownWindowMinutes: rule.rateBoost.cooldownMinutes },
    }),
  };
}

/** Reads rules from a file's text, in any form that X-Ray knows; throws one sentence that begins with the problem. */
export function parseRulesFile(text: string): readonly SamplingRule[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Error('is not JSON; expected sampling rules');
  }
  const read = readSamplingRules(document);
  if (read.kind === 'wrong') throw new Error(read.problem);
  return read.rules;
}
