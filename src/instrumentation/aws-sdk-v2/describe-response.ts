import type { Attributes } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import {
  ATTR_CLOUD_REGION,
  ATTR_EXTENDED_REQUEST_ID,
  ATTR_REQUEST_ID,
  ATTR_THROTTLING,
} from '../aws-sdk/attribute-names.ts';
import { describeResult } from '../aws-sdk/describe-result.ts';
import { isRecord } from '../aws-sdk/is-record.ts';
import { responseSize } from '../aws-sdk/response-size.ts';
import { isThrottling } from '../aws-sdk/throttling.ts';
import type { V2Call } from './describe-call.ts';
import type { V2Request } from './sdk-shapes.ts';

/** What a finished request tells, successful or not: ids, status, the kind of its error, counts of its result. */
export function describeResponse(call: V2Call, { httpRequest, response }: V2Request): Attributes {
  const { data, error, httpResponse } = response;
  const failure = isRecord(error) ? error : {};
  const status = httpResponse?.statusCode;
  return {
    // S3 finds the region of a bucket while the request runs.
    ...text(ATTR_CLOUD_REGION, httpRequest.region),
    ...text(ATTR_REQUEST_ID, response.requestId ?? failure['requestId']),
    ...text(ATTR_EXTENDED_REQUEST_ID, response.extendedRequestId ?? failure['extendedRequestId']),
    ...(typeof status === 'number' && { [ATTR_HTTP_RESPONSE_STATUS_CODE]: status }),
    ...responseSize(call.operation, httpResponse?.headers),
    ...(isRecord(error)
      ? describeError(failure, status)
      : isRecord(data) && describeResult(call.service, call.operation, data)),
  };
}

function describeError(error: Readonly<Record<string, unknown>>, status: number | undefined): Attributes {
  const code = error['code'] ?? error['name'];
  return {
    ...text(ATTR_ERROR_TYPE, code),
    ...(isThrottling(code, error['statusCode'] ?? status) && { [ATTR_THROTTLING]: true }),
  };
}

function text(name: string, value: unknown): Attributes {
  return typeof value === 'string' && value !== '' ? { [name]: value } : {};
}
