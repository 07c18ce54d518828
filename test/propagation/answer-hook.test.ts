import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler } from '@opentelemetry/sdk-trace';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import type * as Http from 'node:http';
import { createRequire } from 'node:module';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { PropagationConfig } from '../../src/config/config.ts';
import { createAnswerHook } from '../../src/propagation/answer-hook.ts';
import { DEFAULTS, PARENT, ROOT, W3C_TRACE, TRACEPARENT, XRAY_TRACE } from './trace-headers.ts';
import { listen, registerTracing, unregisterTracing } from './traced-process.ts';

const instrumentation = new HttpInstrumentation();
// After the instrumentation, which hooks `require`.
const http = createRequire(import.meta.url)('node:http') as typeof Http;

afterAll(() => instrumentation.disable());
afterEach(unregisterTracing);

async function request(
  headers: Record<string, string>,
  config: Partial<PropagationConfig> = {},
  sampler: Sampler = new AlwaysOnSampler(),
) {
  const exporter = registerTracing(instrumentation, { ...DEFAULTS, ...config }, sampler);
  instrumentation.setConfig({ responseHook: createAnswerHook(config.responseHeader ?? 'always') });
  const server = await listen(http.createServer((_request, response) => response.end('body')));
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}/`, { headers });
    await response.text();
    return { answer: response.headers.get('x-amzn-trace-id'), spans: exporter.getFinishedSpans() };
  } finally {
    await server.close();
  }
}

test('a request behind a load balancer keeps its trace id without a made-up parent, and is answered', async () => {
  const { answer, spans } = await request({ 'X-Amzn-Trace-Id': `Self=1-1-1;${ROOT}` });
  expect(spans).toHaveLength(1);
  expect(spans[0]?.spanContext().traceId).toBe(XRAY_TRACE);
  expect(spans[0]?.parentSpanContext).toBeUndefined();
  expect(answer).toBe(`${ROOT};Sampled=1`);
});

test('a request without a header is answered with the trace that it began', async () => {
  const { answer, spans } = await request({});
  const traceId = spans[0]?.spanContext().traceId ?? '';
  expect(answer).toBe(`Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Sampled=1`);
});

test('an unsampled request is answered as such', async () => {
  const { answer, spans } = await request({ 'x-amzn-trace-id': ROOT }, {}, new AlwaysOffSampler());
  expect(spans).toEqual([]);
  expect(answer).toBe(`${ROOT};Sampled=0`);
});

test('the answer names the trace that won', async () => {
  const { answer } = await request(
    { 'x-amzn-trace-id': ROOT, traceparent: TRACEPARENT },
    {},
    new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  );
  expect(answer).toBe(`Root=1-${W3C_TRACE.slice(0, 8)}-${W3C_TRACE.slice(8)};Sampled=1`);
});

describe('"requested" answers only a caller who asked and is trusted', () => {
  test.each([
    [`${ROOT};Sampled=?`, {}, true],
    [`${ROOT};${PARENT};Sampled=?`, {}, true],
    [`${ROOT};${PARENT};Sampled=1`, {}, false],
    [ROOT, {}, false],
    [`${ROOT};Sampled=?`, { trustIncoming: 'id' }, true],
    [`${ROOT};Sampled=?`, { trustIncoming: 'none' }, false],
  ] as const)('%s, %j: %s', async (header, config, isAnswered) => {
    const { answer } = await request({ 'x-amzn-trace-id': header }, { ...config, responseHeader: 'requested' });
    expect(answer).toBe(isAnswered ? `${ROOT};Sampled=1` : null);
  });
});

test('"never" answers nobody', async () => {
  expect((await request({ 'x-amzn-trace-id': `${ROOT};Sampled=?` }, { responseHeader: 'never' })).answer).toBeNull();
});

test('a response that a client receives is left alone', async () => {
  registerTracing(instrumentation, DEFAULTS);
  instrumentation.setConfig({ responseHook: createAnswerHook('always') });
  const server = await listen();
  const status = await new Promise((resolve) =>
    http.get(`http://127.0.0.1:${server.port}/`, { agent: false }, (response) =>
      response.resume().on('end', () => resolve(response.statusCode)),
    ),
  );
  await server.close();
  expect(status).toBe(200);
});
