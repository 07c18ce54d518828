import type { SamplingRule } from '../xray/sampling-rule.ts';
import type { DecidingRule } from './central-rule.ts';
import { isWithinRate } from './fixed-rate.ts';
import { createReservoir } from './reservoir.ts';
import { NOT_SAMPLED, sampledBy } from './sampling-results.ts';

/** A rule that the service brings along: the whole reservoir is this process's own. */
export function createLocalRule(definition: SamplingRule): DecidingRule {
  const reservoir = createReservoir();
  const sampled = sampledBy(definition.name);
  return {
    definition,
    decide: (traceId, now) =>
      reservoir.take(definition.reservoirSize, now) || isWithinRate(traceId, definition.fixedRate)
        ? sampled
        : NOT_SAMPLED,
  };
}
