import { describe, expect, it } from 'vitest';
import { createSamplingService, wireRule } from '../sampler/support/sampling-service.ts';
import { serveSampling } from '../sampler/support/serve-sampling.ts';
import { isMatrixRun } from '../support/nodes.ts';
import { observe, type Places } from './observe-settings.ts';

const yaml = (tracerProvider: string): string => `
file_format: "1.0"
resource:
  attributes: [{ name: service.name, value: "\${TEAM}-orders" }, { name: team, value: "\${TEAM}" }]
propagator:
  composite: [{ xray: }]
tracer_provider:
  ${tracerProvider}
distribution:
  otel-xray: { response_header: never, health_checks: record }
`;

function fileOf({ file }: Places, tracerProvider: string): Record<string, string> {
  return { TEAM: 'blue', OTEL_CONFIG_FILE: file('otel.yaml', yaml(tracerProvider)) };
}

describe.skipIf(isMatrixRun)('a service with OTEL_CONFIG_FILE', () => {
  it('is traced as the file says, and by nothing else', async () => {
    const { run, spans, exports, report } = await observe((places) => ({
      ...fileOf(
        places,
        `processors: [{ batch: { exporter: { otlp_http: { endpoint: "${places.http}/v1/traces", encoding: json, headers: [{ name: x-api-key, value: a b }] } } } }]
  limits: { event_count_limit: 2 }
  sampler: { always_on: }
  id_generator: { xray: }`,
      ),
      // Not used beside a file.
      OTEL_SERVICE_NAME: 'variables',
      OTEL_TRACES_SAMPLER: 'always_off',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=variables',
      OTEL_METRICS_EXPORTER: 'console',
    }));

    expect({ code: run.code, signal: run.signal }).toEqual({ code: 0, signal: null });
    expect(spans[0]?.resource.attributes).toMatchObject({ 'service.name': 'blue-orders', team: 'blue' });
    expect(spans.map((span) => span.attributes['url.path'])).toContain('/healthz');
    expect(spans.find(({ name }) => name === 'work')?.events).toHaveLength(2);
    expect(exports[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-api-key': 'a b' });
    expect(report['downstream']).toHaveProperty('x-amzn-trace-id');
    expect(report['downstream']).not.toHaveProperty('traceparent');
    expect(report['answer']).not.toMatch(/x-amzn-trace-id/i);
    expect(report['counter']).toBe('NoopCounterMetric');
    expect(run.stderr).toContain(
      'so the file decides and OTEL_METRICS_EXPORTER, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS are not used',
    );
    expect(run.stdout.split('\n')).toHaveLength(2);
  });

  it('samples by the rules of the X-Ray console where the file names the sampler xray', async () => {
    const rules = [wireRule({ FixedRate: 1, ReservoirSize: 0 })];
    await using proxy = await serveSampling(createSamplingService({ epochMillis: Date.now, rules }));
    const { run, spans } = await observe((places) =>
      fileOf(
        places,
        `processors: [{ simple: { exporter: { otlp_grpc: { endpoint: "${places.grpc}" } } } }]
  sampler: { xray: { endpoint: "${proxy.url}", polling_interval: 10 } }`,
      ),
    );

    expect(run.stderr).toContain(`service "blue-orders", exporter otlp grpc to http://127.0.0.1:`);
    expect(run.stderr).toContain(`sampler xray with ${proxy.url}.`);
    expect(proxy.headers.length).toBeGreaterThan(0);
    expect(spans.map((span) => span.attributes['url.path'])).toContain('/orders/17');
  });
});
