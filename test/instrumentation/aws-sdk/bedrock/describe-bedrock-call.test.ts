import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeBedrockCall } from '../../../../src/instrumentation/aws-sdk/bedrock/describe-bedrock-call.ts';

const invoke = (modelId: string, body: unknown) => describeBedrockCall('InvokeModel', { modelId, body }).attributes;
const limits = { 'gen_ai.request.max_tokens': 4, 'gen_ai.request.temperature': 0, 'gen_ai.request.top_p': 1 };
const stops = { 'gen_ai.request.stop_sequences': ['a'] };
const asked = { 'gen_ai.usage.input_tokens': 2 };

describe('a call of a model', () => {
  test('names the model and its limits in a conversation', () => {
    const inferenceConfig = { maxTokens: 4, temperature: 0, topP: 1, stopSequences: ['a'] };
    expect(describeBedrockCall('Converse', { modelId: 'm', inferenceConfig })).toEqual({
      name: 'chat m',
      attributes: {
        'gen_ai.system': 'aws.bedrock',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'm',
        ...limits,
        ...stops,
      },
    });
    expect(describeBedrockCall('ConverseStream', {}).name).toBe('chat');
  });

  test.each([
    [
      'amazon.titan-text',
      { textGenerationConfig: { maxTokenCount: 4, temperature: 0, topP: 1, stopSequences: ['a'] } },
      { ...limits, ...stops },
    ],
    [
      'amazon.nova-pro',
      { inferenceConfig: { max_new_tokens: 4, temperature: 0, top_p: 1, stopSequences: ['a'] } },
      { ...limits, ...stops },
    ],
    [
      'us.anthropic.claude-3',
      { max_tokens: 4, temperature: 0, top_p: 1, stop_sequences: ['a'] },
      { ...limits, ...stops },
    ],
    ['meta.llama3', { max_gen_len: 4, temperature: 0, top_p: 1 }, limits],
    [
      'cohere.command-r-v1',
      { max_tokens: 4, temperature: 0, p: 1, stop_sequences: ['a'], message: 'hello you' },
      { ...limits, ...stops, ...asked },
    ],
    [
      'cohere.command-text',
      { max_tokens: 4, temperature: 0, p: 1, stop_sequences: ['a'], prompt: 'hello you' },
      { ...limits, ...stops, ...asked },
    ],
    [
      'mistral.large',
      { max_tokens: 4, temperature: 0, top_p: 1, stop: ['a'], prompt: 'hello you' },
      { ...limits, ...stops, ...asked },
    ],
  ])('of %s tells what is in its body, text or bytes', (modelId, body, expected) => {
    const attributes = { 'gen_ai.system': 'aws.bedrock', 'gen_ai.request.model': modelId, ...expected };
    const text = JSON.stringify(body);
    expect(invoke(modelId, text)).toEqual(attributes);
    expect(invoke(modelId, new TextEncoder().encode(text))).toEqual(attributes);
  });

  test('of any form is described without a throw', () => {
    const operation = fc.constantFrom('Converse', 'InvokeModel', 'InvokeModelWithResponseStream', 'ApplyGuardrail');
    const body = fc.oneof(fc.json(), fc.uint8Array(), fc.anything());
    const modelId = fc.oneof(fc.constantFrom('amazon.titan', 'mistral', 'anthropic.claude'), fc.anything());
    fc.assert(
      fc.property(operation, fc.record({ modelId, body, inferenceConfig: fc.anything() }), (name, params) => {
        describeBedrockCall(name, params);
      }),
    );
  });
});
