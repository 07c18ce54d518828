import { SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';

/** The attribute that names the rule by which a trace was decided, on the span that it was decided for. */
export const RULE_NAME_ATTRIBUTE = 'aws.xray.sampling_rule_name';

/** The span is recorded and exported. One shared object: a decision allocates nothing. */
export const SAMPLED: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD_AND_SAMPLED });

/** The span is neither recorded nor exported; its children follow. One shared object: a decision allocates nothing. */
export const NOT_SAMPLED: SamplingResult = Object.freeze({ decision: SamplingDecision.NOT_RECORD });

/** Like {@link SAMPLED}, with the name of the rule on the span; for each rule made once. */
export function sampledBy(ruleName: string): SamplingResult {
  return Object.freeze({
    decision: SamplingDecision.RECORD_AND_SAMPLED,
    attributes: Object.freeze({ [RULE_NAME_ATTRIBUTE]: ruleName }),
  });
}

/** The span is recorded but not exported, and its children follow: only so can its end be looked at. */
export function observedBy(ruleName: string): SamplingResult {
  return Object.freeze({
    decision: SamplingDecision.RECORD,
    attributes: Object.freeze({ [RULE_NAME_ATTRIBUTE]: ruleName }),
  });
}
