import type { Attributes } from '@opentelemetry/api';
import { ATTR_RESPONSE_BODY_SIZE } from './attribute-names.ts';
import { isRecord } from './is-record.ts';

/**
 * The size of an answer of AWS, from its `content-length`. Answers to `HEAD` state the size of what they do not send,
 * so that operations like `HeadObject` have none; neither have answers that come in chunks.
 *
 * @param headers the answer's headers, of any form
 */
export function responseSize(operation: string, headers: unknown): Attributes {
  const stated = isRecord(headers) ? headers['content-length'] : undefined;
  if (typeof stated !== 'string' || !/^\d{1,15}$/.test(stated) || operation.startsWith('Head')) return {};
  return { [ATTR_RESPONSE_BODY_SIZE]: Number(stated) };
}
