import { ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags, type Attributes } from '@opentelemetry/api';
import { TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { createBoostObserver } from '../../src/sampler/boost-observer.ts';
import { createCentralRules } from '../../src/sampler/central-rules.ts';
import { readSamplingRule, type SamplingRule } from '../../src/xray/sampling-rule.ts';
import { wireRule } from './support/sampling-service.ts';

function definitions(): SamplingRule[] {
  const rules = [
    wireRule({
      RuleName: 'boosted',
      FixedRate: 0,
      ReservoirSize: 0,
      SamplingRateBoost: { MaxRate: 1, CooldownWindowMinutes: 1 },
    }),
    wireRule({ RuleName: 'plain' }),
  ];
  return rules.map((rule) => readSamplingRule(rule)).flatMap((read) => (read.kind === 'rule' ? read.rule : []));
}

test('failed traces of a boosted rule are counted, sampled or not, and no others', () => {
  const rules = createCentralRules();
  rules.update(definitions(), 0);
  const exported: string[] = [];
  const exporting: SpanProcessor = {
    onStart: () => {},
    onEnd: (span) => void ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0 && exported.push(span.name)),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  let ruleName = 'boosted';
  const provider = new TracerProvider({
    spanProcessors: [createBoostObserver(rules), exporting],
    sampler: {
      shouldSample: (context, traceId) =>
        trace.getSpanContext(context) === undefined
          ? (rules.get(ruleName)?.decide(traceId, 0) ?? { decision: 0 })
          : { decision: 0 },
      toString: () => 'test',
    },
  });
  const tracer = provider.getTracer('test');
  const serve = (attributes: Attributes, code = SpanStatusCode.UNSET): void => {
    const span = tracer.startSpan('GET', {}, ROOT_CONTEXT);
    tracer.startSpan('inner', {}, trace.setSpan(ROOT_CONTEXT, span)).setStatus({ code: SpanStatusCode.ERROR }).end();
    span.setAttributes(attributes).setStatus({ code }).end();
  };
  const boost = (): object | undefined =>
    rules.get(ruleName)?.statistics.takeReport({ clientId: '', serviceName: 'shop', epochSeconds: 1 })?.boost;

  serve({ 'http.response.status_code': 200 });
  serve({ 'http.response.status_code': 404 }, SpanStatusCode.ERROR);
  serve({ 'http.response.status_code': 503 });
  serve({ 'http.status_code': 500 });
  serve({}, SpanStatusCode.ERROR);
  serve({});
  rules.get('boosted')?.applyTarget({ ruleName: 'boosted', boost: { rate: 1, millis: 1000 } }, 0);
  serve({ 'http.response.status_code': 500 });
  expect(boost()).toMatchObject({ TotalCount: 7, AnomalyCount: 4, SampledAnomalyCount: 1, ServiceName: 'shop' });
  expect(exported).toEqual(['GET']);

  ruleName = 'plain';
  serve({ 'http.response.status_code': 500 });
  expect(boost()).toBeUndefined();
});
