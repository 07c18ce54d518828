import type { Attributes } from '@opentelemetry/api';
import type { DescribedParams } from '../describe-params.ts';
import { isRecord } from '../is-record.ts';
import { setNumber, setText } from '../set-attributes.ts';
import {
  ATTR_MAX_TOKENS,
  ATTR_OPERATION_NAME,
  ATTR_REQUEST_MODEL,
  ATTR_STOP_SEQUENCES,
  ATTR_SYSTEM,
  ATTR_TEMPERATURE,
  ATTR_TOP_P,
  OPERATION_CHAT,
  SYSTEM_AWS_BEDROCK,
} from './gen-ai-attributes.ts';
import { modelFamilyOf, readModelFields } from './model-fields.ts';
import { readJson } from './read-json.ts';

/** What the parameters of a call of Bedrock's models say; what cannot be read is left out. */
export function describeBedrockCall(operation: string, params: Readonly<Record<string, unknown>>): DescribedParams {
  const modelId = typeof params['modelId'] === 'string' ? params['modelId'] : '';
  switch (operation) {
    case 'Converse':
    case 'ConverseStream':
      return describeConversation(modelId, params['inferenceConfig']);
    case 'InvokeModel':
    case 'InvokeModelWithResponseStream':
      return { attributes: describeInvocation(modelId, params['body']) };
    default:
      return { attributes: {} };
  }
}

function describeConversation(modelId: string, limits: unknown): DescribedParams {
  const attributes: Attributes = { [ATTR_SYSTEM]: SYSTEM_AWS_BEDROCK, [ATTR_OPERATION_NAME]: OPERATION_CHAT };
  setText(attributes, ATTR_REQUEST_MODEL, modelId);
  if (isRecord(limits)) {
    setNumber(attributes, ATTR_MAX_TOKENS, limits['maxTokens']);
    setNumber(attributes, ATTR_TEMPERATURE, limits['temperature']);
    setNumber(attributes, ATTR_TOP_P, limits['topP']);
    const stops = limits['stopSequences'];
    if (Array.isArray(stops)) attributes[ATTR_STOP_SEQUENCES] = stops as string[];
  }
  return { name: modelId === '' ? OPERATION_CHAT : `${OPERATION_CHAT} ${modelId}`, attributes };
}

function describeInvocation(modelId: string, body: unknown): Attributes {
  const attributes: Attributes = { [ATTR_SYSTEM]: SYSTEM_AWS_BEDROCK };
  setText(attributes, ATTR_REQUEST_MODEL, modelId);
  const family = modelFamilyOf(modelId);
  return family === undefined ? attributes : { ...attributes, ...readModelFields(family.request, readJson(body)) };
}
