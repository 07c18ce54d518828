import { type Attributes, SpanKind } from '@opentelemetry/api';
import { ATTR_CLOUD_REGION, ATTR_RPC_METHOD, ATTR_RPC_SERVICE, ATTR_RPC_SYSTEM } from '../aws-sdk/attribute-names.ts';
import { callAttributes } from '../aws-sdk/call-attributes.ts';
import { describeParams } from '../aws-sdk/describe-params.ts';
import { isRecord } from '../aws-sdk/is-record.ts';
import type { V2Request } from './sdk-shapes.ts';

/** An AWS call in the words that upstream's instrumentation has for SDK v3. */
export interface V2Call {
  /** The service id without spaces: `SecretsManager`. */
  readonly service: string;
  /** The API's spelling: `GetSecretValue`. */
  readonly operation: string;
}

/** What the span of a call starts with. */
export interface V2CallDescription {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
}

/** Which operation of which service a request calls. */
export function callOf({ service, operation }: V2Request): V2Call {
  const serviceId = service.api?.serviceId ?? service.serviceIdentifier ?? '';
  const name = service.api?.operations?.[operation]?.name ?? operation.charAt(0).toUpperCase() + operation.slice(1);
  return { service: serviceId.replace(/\s+/g, ''), operation: name };
}

/** Name, kind and attributes of a span, equal to those of the same call by SDK v3. */
export function describeCall({ service, operation }: V2Call, request: V2Request): V2CallDescription {
  const params = isRecord(request.params) ? request.params : {};
  const described = describeParams(service, operation, params);
  const region = request.httpRequest.region;
  return {
    name: described.name ?? `${service}.${operation}`,
    kind: described.kind ?? SpanKind.CLIENT,
    attributes: {
      [ATTR_RPC_SYSTEM]: 'aws-api',
      [ATTR_RPC_METHOD]: operation,
      [ATTR_RPC_SERVICE]: service,
      ...(region !== undefined && { [ATTR_CLOUD_REGION]: region }),
      ...described.attributes,
      ...callAttributes(service, params),
    },
  };
}
