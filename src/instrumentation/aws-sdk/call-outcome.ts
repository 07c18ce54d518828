import { type Attributes, SpanStatusCode, diag } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import { ATTR_EXTENDED_REQUEST_ID, ATTR_REQUEST_ID, ATTR_RESEND_COUNT, ATTR_THROTTLING } from './attribute-names.ts';
import type { AwsCall } from './aws-call.ts';
import type { BedrockAnswers } from './bedrock/index.ts';
import { describeResult } from './describe-result.ts';
import { isRecord } from './is-record.ts';
import { linkReceivedMessages } from './link-received-messages.ts';
import { setNumber, setText } from './set-attributes.ts';
import { giveStreamsContext } from './streams-in-context.ts';
import { isThrottling } from './throttling.ts';
import type { CallTracing } from './traced-send.ts';

/** Tells the span of a call what it came to, and ends it. */
export function createCallOutcome(bedrock: BedrockAnswers): Pick<CallTracing, 'succeed' | 'fail'> {
  return {
    succeed: (call, output) => {
      if (isRecord(output)) giveStreamsContext(output, call.appContext);
      if (call.span === undefined) return output;
      let isOpen = false;
      try {
        if (!isRecord(output)) return output;
        recordOutput(call, output);
        if (call.service !== 'BedrockRuntime') return output;
        const followed = bedrock.follow(call, output);
        isOpen = followed !== undefined;
        return followed ?? output;
      } catch (error) {
        diag.debug(`The result of ${call.service} ${call.operation} could not be described.`, error);
        return output;
      } finally {
        if (!isOpen) call.span.end();
      }
    },
    fail: ({ span, attempts }, error) => {
      if (span === undefined) return;
      try {
        span.setAttributes(errorAttributes(error, attempts));
        const message = messageOf(error);
        span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
        span.recordException(isRecord(error) ? (error as unknown as Error) : String(error));
      } catch (fault) {
        diag.debug('The error of an AWS SDK call could not be described.', fault);
      } finally {
        span.end();
      }
    },
  };
}

function recordOutput({ span, service, operation, attempts }: AwsCall, output: Record<string, unknown>): void {
  if (span === undefined) return;
  const metadata = isRecord(output['$metadata']) ? output['$metadata'] : {};
  const attributes: Attributes = {};
  setMetadata(attributes, metadata);
  if (attempts > 1) attributes[ATTR_RESEND_COUNT] = attempts - 1;
  if (service === 'Lambda' && operation === 'Invoke') setText(attributes, 'faas.execution', metadata['requestId']);
  span.setAttributes(attributes);
  span.setAttributes(describeResult(service, operation, output));
  if (service === 'SQS' && operation === 'ReceiveMessage') linkReceivedMessages(span, output['Messages']);
}

function errorAttributes(error: unknown, attempts: number): Attributes {
  const attributes: Attributes = {};
  if (attempts > 1) attributes[ATTR_RESEND_COUNT] = attempts - 1;
  if (!isRecord(error)) return attributes;
  const metadata = isRecord(error['$metadata']) ? error['$metadata'] : {};
  const retryable = isRecord(error['$retryable']) ? error['$retryable'] : {};
  setMetadata(attributes, metadata);
  setText(attributes, ATTR_ERROR_TYPE, error['name']);
  if (retryable['throttling'] === true || isThrottling(error['name'], metadata['httpStatusCode']))
    attributes[ATTR_THROTTLING] = true;
  return attributes;
}

function setMetadata(attributes: Attributes, metadata: Readonly<Record<string, unknown>>): void {
  setText(attributes, ATTR_REQUEST_ID, metadata['requestId']);
  setNumber(attributes, ATTR_HTTP_RESPONSE_STATUS_CODE, metadata['httpStatusCode']);
  setText(attributes, ATTR_EXTENDED_REQUEST_ID, metadata['extendedRequestId']);
}

function messageOf(error: unknown): string | undefined {
  const message = isRecord(error) ? error['message'] : undefined;
  return typeof message === 'string' ? message : undefined;
}
