import { SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';

/** The span is recorded and exported. One shared object: a decision allocates nothing. */
export const SAMPLED: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD_AND_SAMPLED });

/** The span is neither recorded nor exported; its children follow. One shared object: a decision allocates nothing. */
export const NOT_SAMPLED: SamplingResult = Object.freeze({ decision: SamplingDecision.NOT_RECORD });
