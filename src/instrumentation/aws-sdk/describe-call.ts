import { type Attributes, SpanKind, diag } from '@opentelemetry/api';
import { ATTR_RPC_METHOD, ATTR_RPC_SERVICE, ATTR_RPC_SYSTEM } from './attribute-names.ts';
import { describeBedrockCall } from './bedrock/index.ts';
import { callAttributes } from './call-attributes.ts';
import { type DescribedParams, describeParams } from './describe-params.ts';
import { isRecord } from './is-record.ts';

/** What the span of a call of AWS SDK v3 starts with. */
export interface CallDescription {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
}

/**
 * Name, kind and attributes of a call's span.
 *
 * @param service the service's id without spaces
 * @param input the call's parameters, of any form; what cannot be read is left out
 * @see https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/
 */
export function describeCall(service: string, operation: string, input: unknown): CallDescription {
  const { name = `${service}.${operation}`, kind = SpanKind.CLIENT, attributes } = described(service, operation, input);
  attributes[ATTR_RPC_SYSTEM] = 'aws-api';
  attributes[ATTR_RPC_METHOD] = operation;
  attributes[ATTR_RPC_SERVICE] = service;
  return { name, kind, attributes };
}

function described(service: string, operation: string, input: unknown): DescribedParams {
  try {
    const params = isRecord(input) ? input : {};
    if (service === 'BedrockRuntime') return describeBedrockCall(operation, params);
    const ofParams = describeParams(service, operation, params);
    Object.assign(ofParams.attributes, callAttributes(service, params));
    return ofParams;
  } catch (error) {
    diag.debug(`The input of ${service} ${operation} could not be described.`, error);
    return { attributes: {} };
  }
}
