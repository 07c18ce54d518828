import { type Span, TraceFlags, diag } from '@opentelemetry/api';
import { type TraceHeader, parseTraceHeader } from '../../xray/trace-header.ts';
import { ATTR_MESSAGING_MESSAGE_ID } from './attribute-names.ts';
import { isRecord } from './is-record.ts';

/**
 * Links the span of an SQS receive to the spans that sent the messages, as their `AWSTraceHeader` names
 * them. Messages without one, or with one that names no parent, are passed over. Never throws.
 *
 * @param messages the `Messages` of the response, of any form
 */
export function linkReceivedMessages(span: Span, messages: unknown): void {
  if (!Array.isArray(messages) || !span.isRecording()) return;
  for (const message of messages as unknown[]) {
    try {
      linkMessage(span, message);
    } catch (error) {
      diag.debug('A received SQS message could not be linked.', error);
    }
  }
}

function linkMessage(span: Span, message: unknown): void {
  if (!isRecord(message)) return;
  const systemAttributes = message['Attributes'];
  const text = isRecord(systemAttributes) ? systemAttributes['AWSTraceHeader'] : undefined;
  const header = typeof text === 'string' ? parseTraceHeader(text) : undefined;
  if (header?.parentId === undefined || isLinkedByMessageAttributes(message, header)) return;
  const messageId = message['MessageId'];
  span.addLink({
    context: {
      traceId: header.traceId,
      spanId: header.parentId,
      traceFlags: header.sampled === '1' ? TraceFlags.SAMPLED : TraceFlags.NONE,
      isRemote: true,
    },
    ...(typeof messageId === 'string' && { attributes: { [ATTR_MESSAGING_MESSAGE_ID]: messageId } }),
  });
}

/** Senders with upstream's instrumentation name themselves in message attributes too, and upstream links those. */
function isLinkedByMessageAttributes(message: Record<string, unknown>, header: TraceHeader): boolean {
  const attributes = message['MessageAttributes'];
  if (!isRecord(attributes)) return false;
  return Object.values(attributes).some((attribute) => {
    const value = isRecord(attribute) ? attribute['StringValue'] : undefined;
    return typeof value === 'string' && header.parentId !== undefined && value.includes(header.parentId);
  });
}
