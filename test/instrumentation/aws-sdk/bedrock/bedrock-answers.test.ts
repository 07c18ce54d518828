import type { Attributes } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkInstrumentation } from '../../../../src/instrumentation/aws-sdk/index.ts';
import { createFakeService } from '../fake-service.ts';
import { startTracing } from '../tracing.ts';

const instrumentation = createAwsSdkInstrumentation();
const tracing = startTracing([instrumentation]);
const bedrock = createFakeService('Bedrock Runtime');
beforeEach(() => tracing.reset());

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const told = () => {
  const [span] = tracing.spans();
  const names = ['input_tokens', 'output_tokens'].map((name) => `gen_ai.usage.${name}`);
  return [...names, 'gen_ai.response.finish_reasons'].map((name) => span?.attributes[name]);
};
async function* streamOf(items: readonly unknown[]) {
  await Promise.resolve();
  yield* items;
}
async function readAll(stream: unknown): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of stream as AsyncIterable<unknown>) items.push(item);
  return items;
}

/** The same in a whole answer, and in pieces of a streamed one. */
const models: readonly (readonly [string, unknown, readonly unknown[]])[] = [
  [
    'amazon.titan-text',
    { inputTextTokenCount: 2, results: [{ tokenCount: 3, completionReason: 'end' }] },
    [{ inputTextTokenCount: 2, totalOutputTextTokenCount: 3, completionReason: 'end' }],
  ],
  [
    'amazon.nova-pro',
    { usage: { inputTokens: 2, outputTokens: 3 }, stopReason: 'end' },
    [{ messageStop: { stopReason: 'end' } }, { metadata: { usage: { inputTokens: 2, outputTokens: 3 } } }],
  ],
  [
    'eu.anthropic.claude-3',
    { usage: { input_tokens: 2, output_tokens: 3 }, stop_reason: 'end' },
    [
      { message: { usage: { input_tokens: 2, output_tokens: 1 } } },
      { delta: { stop_reason: 'end' }, usage: { output_tokens: 3 } },
    ],
  ],
  [
    'meta.llama3',
    { prompt_token_count: 2, generation_token_count: 3, stop_reason: 'end' },
    [{ prompt_token_count: 2, generation_token_count: 3, stop_reason: 'end' }],
  ],
];
const estimates: readonly (readonly [string, unknown])[] = [
  ['cohere.command-r', { text: 'seventeen letters', finish_reason: 'end' }],
  ['cohere.command', { generations: [{ text: 'seventeen letters', finish_reason: 'end' }] }],
  ['mistral.large', { outputs: [{ text: 'seventeen letters', stop_reason: 'end' }] }],
];

describe('what a model answers', () => {
  test.each(models)('%s is counted', async (modelId, answer) => {
    const body = bytes(answer);
    expect(await bedrock.send('InvokeModel', { modelId }, { body })).toMatchObject({ body });
    expect(told()).toEqual([2, 3, ['end']]);
  });

  test.each(models)('%s is counted in a stream, while the application reads', async (modelId, _answer, pieces) => {
    const chunks = pieces.map((piece) => ({ chunk: { bytes: bytes(piece) } }));
    const output = await bedrock.send('InvokeModelWithResponseStream', { modelId }, { body: streamOf(chunks) });
    expect(tracing.spans()).toEqual([]);
    expect(await readAll(output['body'])).toEqual(chunks);
    expect(told()).toEqual([2, 3, ['end']]);
  });

  test.each(estimates)('%s is estimated where the model does not count', async (modelId, answer) => {
    await bedrock.send('InvokeModel', { modelId }, { body: bytes(answer) });
    const chunks = [{ chunk: { bytes: bytes(answer) } }];
    await readAll(
      (await bedrock.send('InvokeModelWithResponseStream', { modelId }, { body: streamOf(chunks) }))['body'],
    );
    const read = ({ attributes }: { attributes: Attributes }) => [
      attributes['gen_ai.usage.output_tokens'],
      attributes['gen_ai.response.finish_reasons'],
    ];
    expect(tracing.spans().map(read)).toEqual([
      [3, ['end']],
      [3, ['end']],
    ]);
  });

  test('a stream that the application leaves ends its span', async () => {
    const output = await bedrock.send('ConverseStream', { modelId: 'm' }, { stream: streamOf([1, 2, 3]) });
    for await (const item of output['stream'] as AsyncIterable<unknown>) if (item === 2) break;
    expect(tracing.spans().map(({ name }) => name)).toEqual(['chat m']);
  });

  test('a stream that never came is a span, and so is a failure', async () => {
    await bedrock.send('ConverseStream', { modelId: 'm' }, {});
    const error = Object.assign(new Error('Slow down'), { name: 'ThrottlingException' });
    await expect(bedrock.send('ConverseStream', { modelId: 'm' }, error)).rejects.toBe(error);
    expect(tracing.spans().map(({ attributes }) => attributes['error.type'])).toEqual([
      undefined,
      'ThrottlingException',
    ]);
  });
});

test('conversations are counted in spans and metrics', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  instrumentation.setMeterProvider(new MeterProvider({ readers: [reader] }));
  const usage = { inputTokens: 2, outputTokens: 3 };
  await bedrock.send('Converse', { modelId: 'm' }, { stopReason: 'end', usage });
  expect(told()).toEqual([2, 3, ['end']]);
  tracing.reset();
  const items = [{ messageStop: { stopReason: 'end' } }, { metadata: { usage } }];
  await readAll((await bedrock.send('ConverseStream', { modelId: 'm' }, { stream: streamOf(items) }))['stream']);
  expect(told()).toEqual([2, 3, ['end']]);
  await reader.forceFlush();
  await reader.shutdown();
  const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  const points = metrics.flatMap(({ descriptor, dataPoints }) =>
    dataPoints.map(({ attributes, value }) => {
      const { count, sum } = value as { count: number; sum?: number };
      return [descriptor.name, attributes['gen_ai.token.type'], count, descriptor.unit === 's' ? undefined : sum];
    }),
  );
  expect(points).toEqual(
    expect.arrayContaining([
      ['gen_ai.client.operation.duration', undefined, 2, undefined],
      ['gen_ai.client.token.usage', 'input', 2, 4],
      ['gen_ai.client.token.usage', 'output', 2, 6],
    ]),
  );
});
