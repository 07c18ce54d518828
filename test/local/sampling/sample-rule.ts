import type { SamplingRule as ApiSamplingRule } from '../../../src/local/api/xray-api.ts';
import { toRuleArn } from '../../../src/local/sampling/rule-store.ts';

/** A rule that matches everything, with some fields changed. */
export function sampleRule(fields: Partial<ApiSamplingRule> = {}): ApiSamplingRule {
  const RuleName = fields.RuleName ?? 'checkout';
  return {
    RuleName,
    RuleARN: toRuleArn(RuleName),
    ResourceARN: '*',
    Priority: 10,
    FixedRate: 0.1,
    ReservoirSize: 5,
    ServiceName: '*',
    ServiceType: '*',
    Host: '*',
    HTTPMethod: '*',
    URLPath: '*',
    Version: 1,
    Attributes: {},
    ...fields,
  };
}
