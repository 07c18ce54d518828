import { type Attributes, type Histogram, type Meter, ValueType } from '@opentelemetry/api';
import {
  ATTR_OPERATION_NAME,
  ATTR_REQUEST_MODEL,
  ATTR_SYSTEM,
  ATTR_TOKEN_TYPE,
  OPERATION_CHAT,
  SYSTEM_AWS_BEDROCK,
} from './gen-ai-attributes.ts';

/** Metrics of conversations with models: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/ */
export interface BedrockMetrics {
  recordDuration(modelId: string, seconds: number): void;
  recordTokens(modelId: string, type: 'input' | 'output', count: number): void;
}

/** @param meter asked for at every conversation, since the provider may be set late */
export function createBedrockMetrics(meter: () => Meter): BedrockMetrics {
  const known = new WeakMap<Meter, Instruments>();
  const instruments = (): Instruments => {
    const current = meter();
    const made = known.get(current) ?? createInstruments(current);
    known.set(current, made);
    return made;
  };
  return {
    recordDuration: (modelId, seconds) => instruments().duration.record(seconds, conversation(modelId)),
    recordTokens: (modelId, type, count) =>
      instruments().tokens.record(count, { ...conversation(modelId), [ATTR_TOKEN_TYPE]: type }),
  };
}

interface Instruments {
  readonly tokens: Histogram;
  readonly duration: Histogram;
}

function createInstruments(meter: Meter): Instruments {
  return {
    tokens: meter.createHistogram('gen_ai.client.token.usage', {
      unit: '{token}',
      description: 'Measures number of input and output tokens used',
      valueType: ValueType.INT,
      advice: { explicitBucketBoundaries: powers(1, 4, 14) },
    }),
    duration: meter.createHistogram('gen_ai.client.operation.duration', {
      unit: 's',
      description: 'GenAI operation duration',
      advice: { explicitBucketBoundaries: powers(0.01, 2, 14) },
    }),
  };
}

function powers(first: number, factor: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first * factor ** index);
}

function conversation(modelId: string): Attributes {
  return {
    [ATTR_SYSTEM]: SYSTEM_AWS_BEDROCK,
    [ATTR_OPERATION_NAME]: OPERATION_CHAT,
    [ATTR_REQUEST_MODEL]: modelId,
  };
}
