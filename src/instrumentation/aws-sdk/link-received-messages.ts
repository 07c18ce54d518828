import {
  type Link,
  ROOT_CONTEXT,
  type Span,
  type TextMapGetter,
  TraceFlags,
  diag,
  propagation,
  trace,
} from '@opentelemetry/api';
import { parseTraceHeader } from '../../xray/trace-header.ts';
import { ATTR_MESSAGING_MESSAGE_ID } from './attribute-names.ts';
import { isRecord } from './is-record.ts';

/**
 * Links the span of an SQS receive to the spans that sent the messages, as their `AWSTraceHeader` names them, and as
 * message attributes do, which senders with upstream's instrumentation write. Messages that name no parent are passed
 * over. Never throws.
 *
 * @param messages the `Messages` of the response, of any form
 */
export function linkReceivedMessages(span: Span, messages: unknown): void {
  if (!Array.isArray(messages) || !span.isRecording()) return;
  for (const message of messages as unknown[]) {
    try {
      if (isRecord(message)) linkMessage(span, message);
    } catch (error) {
      diag.debug('A received SQS message could not be linked.', error);
    }
  }
}

function linkMessage(span: Span, message: Record<string, unknown>): void {
  const messageId = message['MessageId'];
  const attributes = typeof messageId === 'string' ? { [ATTR_MESSAGING_MESSAGE_ID]: messageId } : undefined;
  const named = namedByMessageAttributes(message['MessageAttributes']);
  const sender = namedByTraceHeader(message['Attributes']);
  for (const context of named?.spanId === sender?.spanId ? [named] : [named, sender])
    if (context !== undefined) span.addLink({ context, ...(attributes !== undefined && { attributes }) });
}

function namedByTraceHeader(systemAttributes: unknown): Link['context'] | undefined {
  const text = isRecord(systemAttributes) ? systemAttributes['AWSTraceHeader'] : undefined;
  const header = typeof text === 'string' ? parseTraceHeader(text) : undefined;
  if (header?.parentId === undefined) return undefined;
  return {
    traceId: header.traceId,
    spanId: header.parentId,
    traceFlags: header.sampled === '1' ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
  };
}

function namedByMessageAttributes(attributes: unknown): Link['context'] | undefined {
  if (!isRecord(attributes) || !propagation.fields().some((field) => field in attributes)) return undefined;
  return trace.getSpanContext(propagation.extract(ROOT_CONTEXT, attributes, FROM_MESSAGE_ATTRIBUTES));
}

const FROM_MESSAGE_ATTRIBUTES: TextMapGetter<Record<string, unknown>> = {
  keys: (attributes) => Object.keys(attributes),
  get: (attributes, name) => {
    const attribute = attributes[name];
    const value = isRecord(attribute) ? attribute['StringValue'] : undefined;
    return typeof value === 'string' ? value : undefined;
  },
};
