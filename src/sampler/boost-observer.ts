import { SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { CentralRules } from './central-rules.ts';
import { RULE_NAME_ATTRIBUTE } from './sampling-results.ts';

/**
 * A span processor that counts for X-Ray how many traces of each rule with a rate boost fail, sampled or not. A trace
 * fails when the span that it was decided for ends with a status of 500 or more, or without one as an error: what
 * the other AWS distributions report, too.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-adaptive-sampling.html
 */
export function createBoostObserver(rules: CentralRules): SpanProcessor {
  return {
    onStart: () => {},
    onEnd(span) {
      const name = span.attributes[RULE_NAME_ATTRIBUTE];
      const rule = typeof name === 'string' ? rules.get(name) : undefined;
      if (rule?.definition.rateBoost === undefined) return;
      rule.statistics.countTrace(isAnomaly(span), (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function isAnomaly({ attributes, status }: ReadableSpan): boolean {
  const code = attributes['http.response.status_code'] ?? attributes['http.status_code'];
  return typeof code === 'number' ? code >= 500 : status.code === SpanStatusCode.ERROR;
}
