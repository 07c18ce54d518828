import { type Meter, type Span, diag } from '@opentelemetry/api';
import type { AwsCall } from '../aws-call.ts';
import { isRecord } from '../is-record.ts';
import { type BedrockMetrics, createBedrockMetrics } from './bedrock-metrics.ts';
import { ATTR_FINISH_REASONS, ATTR_INPUT_TOKENS, ATTR_OUTPUT_TOKENS } from './gen-ai-attributes.ts';
import { modelFamilyOf, readModelFields } from './model-fields.ts';
import { readJson } from './read-json.ts';

type Output = Readonly<Record<string, unknown>>;

/** Reads what models answer. */
export interface BedrockAnswers {
  /**
   * Tells the call's span what the model answered.
   *
   * @returns the output with a stream that tells more of it while the application reads, and then ends the span;
   * undefined where there is no more to come
   */
  follow(call: AwsCall, output: Output): Output | undefined;
}

/** @param meter asked for at every answer, since the provider may be set late */
export function createBedrockAnswers(meter: () => Meter): BedrockAnswers {
  const metrics = createBedrockMetrics(meter);
  return {
    follow: (call, output) => {
      const { span, operation } = call;
      if (span === undefined) return undefined;
      const modelId = modelIdOf(call);
      switch (operation) {
        case 'Converse': {
          const conversation = new Conversation(span, { call, modelId, metrics });
          conversation.tellStop(output['stopReason']);
          conversation.tellUsage(output['usage']);
          return undefined;
        }
        case 'ConverseStream':
          return withStream(output, 'stream', followConversation(new Conversation(span, { call, modelId, metrics })));
        case 'InvokeModel':
          span.setAttributes(readModelFields(modelFamilyOf(modelId)?.answer ?? [], readJson(output['body'])));
          return undefined;
        case 'InvokeModelWithResponseStream':
          return withStream(output, 'body', followPieces(span, modelId));
        default:
          return undefined;
      }
    },
  };
}

function modelIdOf({ input }: AwsCall): string {
  const modelId = isRecord(input) ? input['modelId'] : undefined;
  return typeof modelId === 'string' ? modelId : '';
}

/** Looks on while the application reads a stream. */
interface Follower {
  readonly span: Span;
  onItem(item: unknown): void;
  /** The application has read it all. */
  onEnd(): void;
}

function withStream(output: Output, member: string, follower: Follower): Output | undefined {
  const stream = output[member];
  if (!isRecord(stream) || !(Symbol.asyncIterator in stream)) return undefined;
  return { ...output, [member]: followStream(stream as unknown as AsyncIterable<unknown>, follower) };
}

async function* followStream(stream: AsyncIterable<unknown>, follower: Follower): AsyncGenerator {
  try {
    for await (const item of stream) {
      attempt(() => follower.onItem(item));
      yield item;
    }
    attempt(() => follower.onEnd());
  } finally {
    follower.span.end();
  }
}

function attempt(step: () => void): void {
  try {
    step();
  } catch (error) {
    diag.debug('A piece of a model’s answer could not be read.', error);
  }
}

function followPieces(span: Span, modelId: string): Follower {
  const fields = modelFamilyOf(modelId)?.piece ?? [];
  return {
    span,
    onItem: (item) => {
      const chunk = isRecord(item) ? item['chunk'] : undefined;
      if (isRecord(chunk)) span.setAttributes(readModelFields(fields, readJson(chunk['bytes'])));
    },
    onEnd: () => {},
  };
}

function followConversation(conversation: Conversation): Follower {
  let usage: unknown;
  return {
    span: conversation.span,
    onItem: (item) => {
      if (!isRecord(item)) return;
      const { messageStop, metadata } = item;
      if (isRecord(messageStop)) conversation.tellStop(messageStop['stopReason']);
      if (isRecord(metadata)) usage = metadata['usage'];
    },
    onEnd: () => conversation.tellUsage(usage),
  };
}

class Conversation {
  readonly span: Span;
  readonly #modelId: string;
  readonly #startTimeMillis: number;
  readonly #metrics: BedrockMetrics;

  constructor(span: Span, parts: { call: AwsCall; modelId: string; metrics: BedrockMetrics }) {
    this.span = span;
    this.#modelId = parts.modelId;
    this.#startTimeMillis = parts.call.startTimeMillis;
    this.#metrics = parts.metrics;
  }

  tellStop(reason: unknown): void {
    if (typeof reason === 'string') this.span.setAttribute(ATTR_FINISH_REASONS, [reason]);
  }

  tellUsage(usage: unknown): void {
    this.#metrics.recordDuration(this.#modelId, (performance.now() - this.#startTimeMillis) / 1000);
    if (!isRecord(usage)) return;
    const { inputTokens, outputTokens } = usage;
    if (typeof inputTokens === 'number') {
      this.span.setAttribute(ATTR_INPUT_TOKENS, inputTokens);
      this.#metrics.recordTokens(this.#modelId, 'input', inputTokens);
    }
    if (typeof outputTokens === 'number') {
      this.span.setAttribute(ATTR_OUTPUT_TOKENS, outputTokens);
      this.#metrics.recordTokens(this.#modelId, 'output', outputTokens);
    }
  }
}
