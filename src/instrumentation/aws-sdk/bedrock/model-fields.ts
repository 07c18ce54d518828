import type { Attributes } from '@opentelemetry/api';
import { isRecord } from '../is-record.ts';
import {
  ATTR_FINISH_REASONS,
  ATTR_INPUT_TOKENS,
  ATTR_MAX_TOKENS,
  ATTR_OUTPUT_TOKENS,
  ATTR_STOP_SEQUENCES,
  ATTR_TEMPERATURE,
  ATTR_TOP_P,
} from './gen-ai-attributes.ts';

/** What JSON of a model says: the attribute that a value becomes. */
export interface ModelField {
  readonly attribute: string;
  readonly path: readonly string[];
  readonly read: (value: unknown) => Attributes[string];
}

/** Where the makers of a family of models put things in the JSON of requests, answers and pieces of a streamed answer. */
export interface ModelFamily {
  readonly request: readonly ModelField[];
  readonly answer: readonly ModelField[];
  readonly piece: readonly ModelField[];
}

/** The attributes that these fields of a model's JSON become; what is not there is left out. */
export function readModelFields(fields: readonly ModelField[], json: unknown): Attributes {
  const attributes: Attributes = {};
  for (const { attribute, path, read } of fields) {
    let value = json;
    for (const key of path) value = isRecord(value) ? value[key] : undefined;
    if (value !== undefined && value !== null) attributes[attribute] = read(value);
  }
  return attributes;
}

/**
 * The family that a model's id tells, whatever inference profile stands before it.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
export function modelFamilyOf(modelId: string): ModelFamily | undefined {
  return families.find(([name]) => modelId.includes(name))?.[1];
}

function field(attribute: string, path: string, read: ModelField['read'] = readPlain): ModelField {
  return { attribute, path: path.split('.'), read };
}

function readPlain(value: unknown): Attributes[string] {
  const isPlain = typeof value === 'number' || typeof value === 'string';
  return isPlain || Array.isArray(value) ? (value as number | string | string[]) : undefined;
}

function finish(path: string): ModelField {
  return field(ATTR_FINISH_REASONS, path, (reason) => (typeof reason === 'string' ? [reason] : undefined));
}

/** Where a model counts no tokens: about six characters each. */
function estimate(attribute: string, path: string): ModelField {
  return field(attribute, path, (text) => (typeof text === 'string' ? Math.ceil(text.length / 6) : undefined));
}

function limits(maxTokens: string, temperature: string, topP: string, stop?: string): ModelField[] {
  return [
    field(ATTR_MAX_TOKENS, maxTokens),
    field(ATTR_TEMPERATURE, temperature),
    field(ATTR_TOP_P, topP),
    ...(stop === undefined ? [] : [field(ATTR_STOP_SEQUENCES, stop)]),
  ];
}

function usage(input: string, output: string, reason: string): ModelField[] {
  return [field(ATTR_INPUT_TOKENS, input), field(ATTR_OUTPUT_TOKENS, output), finish(reason)];
}

function text(output: string, reason: string): ModelField[] {
  return [estimate(ATTR_OUTPUT_TOKENS, output), finish(reason)];
}

const titan = 'textGenerationConfig';
const llama = usage('prompt_token_count', 'generation_token_count', 'stop_reason');
const commandR = text('text', 'finish_reason');
const command = text('generations.0.text', 'generations.0.finish_reason');
const mistral = text('outputs.0.text', 'outputs.0.stop_reason');

/** In this order: one name may be the beginning of another. */
const families: readonly (readonly [string, ModelFamily])[] = [
  [
    'amazon.titan',
    {
      request: limits(`${titan}.maxTokenCount`, `${titan}.temperature`, `${titan}.topP`, `${titan}.stopSequences`),
      answer: usage('inputTextTokenCount', 'results.0.tokenCount', 'results.0.completionReason'),
      piece: usage('inputTextTokenCount', 'totalOutputTextTokenCount', 'completionReason'),
    },
  ],
  [
    'amazon.nova',
    {
      request: limits(
        'inferenceConfig.max_new_tokens',
        'inferenceConfig.temperature',
        'inferenceConfig.top_p',
        'inferenceConfig.stopSequences',
      ),
      answer: usage('usage.inputTokens', 'usage.outputTokens', 'stopReason'),
      piece: usage('metadata.usage.inputTokens', 'metadata.usage.outputTokens', 'messageStop.stopReason'),
    },
  ],
  [
    'anthropic.claude',
    {
      request: limits('max_tokens', 'temperature', 'top_p', 'stop_sequences'),
      answer: usage('usage.input_tokens', 'usage.output_tokens', 'stop_reason'),
      piece: [
        ...usage('message.usage.input_tokens', 'message.usage.output_tokens', 'delta.stop_reason'),
        // The first piece has the count so far, the last one the whole.
        field(ATTR_OUTPUT_TOKENS, 'usage.output_tokens'),
      ],
    },
  ],
  ['meta.llama', { request: limits('max_gen_len', 'temperature', 'top_p'), answer: llama, piece: llama }],
  [
    'cohere.command-r',
    {
      request: [...limits('max_tokens', 'temperature', 'p', 'stop_sequences'), estimate(ATTR_INPUT_TOKENS, 'message')],
      answer: commandR,
      piece: commandR,
    },
  ],
  [
    'cohere.command',
    {
      request: [...limits('max_tokens', 'temperature', 'p', 'stop_sequences'), estimate(ATTR_INPUT_TOKENS, 'prompt')],
      answer: command,
      piece: command,
    },
  ],
  [
    'mistral',
    {
      request: [...limits('max_tokens', 'temperature', 'top_p', 'stop'), estimate(ATTR_INPUT_TOKENS, 'prompt')],
      answer: mistral,
      piece: mistral,
    },
  ],
];
