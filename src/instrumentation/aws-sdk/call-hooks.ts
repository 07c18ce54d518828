import { type Span, context } from '@opentelemetry/api';
import type { AwsSdkInstrumentationConfig } from '@opentelemetry/instrumentation-aws-sdk';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { ATTR_EXTENDED_REQUEST_ID, ATTR_REQUEST_ID, ATTR_RESEND_COUNT, ATTR_THROTTLING } from './attribute-names.ts';
import { type AwsCall, getAwsCall } from './aws-call.ts';
import { callAttributes } from './call-attributes.ts';
import { isRecord } from './is-record.ts';
import { linkReceivedMessages } from './link-received-messages.ts';
import { isThrottling } from './throttling.ts';

/** Hooks of upstream's instrumentation that add what it leaves out: retries, the ids and the kind of an error, links. */
export function createCallHooks(): Pick<
  AwsSdkInstrumentationConfig,
  'preRequestHook' | 'responseHook' | 'exceptionHook'
> {
  return {
    preRequestHook: (span, { request }) => {
      span.setAttributes(callAttributes(request.serviceName, request.commandInput));
    },
    responseHook: (span, { response: { request, data } }) => {
      const call = getAwsCall(context.active());
      setResendCount(span, call);
      if (!isRecord(data)) return;
      if (request.serviceName === 'SQS' && request.commandName === 'ReceiveMessage') {
        linkReceivedMessages(span, data['Messages']);
      }
    },
    exceptionHook: (span, { request }, error: unknown) => {
      setResendCount(span, getAwsCall(context.active()));
      describeError(span, error);
      // Upstream leaves the end of a stream's span to the stream, and a failed call has none.
      if (isStreamOperation(request.commandName)) span.end();
    },
  };
}

function setResendCount(span: Span, call: AwsCall | undefined): void {
  if (call !== undefined && call.attempts > 1) span.setAttribute(ATTR_RESEND_COUNT, call.attempts - 1);
}

function describeError(span: Span, error: unknown): void {
  if (!isRecord(error)) return;
  const metadata = isRecord(error['$metadata']) ? error['$metadata'] : {};
  const retryable = isRecord(error['$retryable']) ? error['$retryable'] : {};
  setText(span, ATTR_REQUEST_ID, metadata['requestId']);
  setText(span, ATTR_EXTENDED_REQUEST_ID, metadata['extendedRequestId']);
  setText(span, ATTR_ERROR_TYPE, error['name']);
  if (retryable['throttling'] === true || isThrottling(error['name'], metadata['httpStatusCode'])) {
    span.setAttribute(ATTR_THROTTLING, true);
  }
}

function setText(span: Span, name: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') span.setAttribute(name, value);
}

function isStreamOperation(operation: string): boolean {
  return operation === 'ConverseStream' || operation === 'InvokeModelWithResponseStream';
}
