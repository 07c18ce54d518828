import { describe, expect, it } from 'vitest';
import { testNodes } from '../support/nodes.ts';
import { askService, valuesOf } from './ask-service.ts';

const root = '1-5759e988-bd862e3fe1be46a994272793';
const incoming = { 'x-amzn-trace-id': `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`, tracestate: 'a=b' };

describe.each(testNodes())('Node $version', ({ binary: node }) => {
  it.each([
    ['own', 'otel-xray/'],
    ['upstream', '@opentelemetry/instrumentation-'],
  ])('traces a request the same way by OTEL_XRAY_HTTP=%s', async (http, scope) => {
    const { observations } = await askService({ node, env: { OTEL_XRAY_HTTP: http } }, [{ headers: incoming }]);
    const [observation] = observations;

    expect(observation?.answered).toEqual([`Root=${root};Sampled=1`]);
    expect(observation?.serverSpan).toMatchObject({
      traceId: root.slice(2).replace('-', ''),
      parentSpanId: '53995c3f42cd8ad8',
      scope: { name: `${scope}http` },
    });
    expect(observation?.clientSpans.map((span) => span.scope?.name)).toEqual([`${scope}undici`, `${scope}http`]);
    for (const [index, headers] of (observation?.sent ?? []).entries()) {
      const parentId = observation?.clientSpans[index]?.spanId ?? '?';
      expect(valuesOf(headers, 'x-amzn-trace-id')).toEqual([`Root=${root};Parent=${parentId};Sampled=1`]);
      expect(valuesOf(headers, 'traceparent')).toHaveLength(1);
    }
  });
});
