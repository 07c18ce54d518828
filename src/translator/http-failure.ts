import type { ExceptionBlock } from '../xray/segment-document.ts';
import { printValue } from './print-value.ts';
import { readText } from './read-attribute.ts';
import type { SpanRecordEvent } from './span.ts';

const MICROS_PER_SECOND = 1e6;
const NANOS_PER_MICRO = 1000n;

/**
 * A failed attempt of an AWS call as an exception with the message `code@seconds@reason`; none where the event lacks
 * the code or the reason.
 */
export function makeHttpFailure(event: SpanRecordEvent, newId: () => string): readonly ExceptionBlock[] {
  const code = event.attributes['http.response.status_code'];
  if (code === undefined || event.attributes['aws.http.error_message'] === undefined) return [];
  const message = [printValue(code), seconds(event), readText(event.attributes, 'aws.http.error_message')].join('@');
  return [{ id: newId(), message, type: 'aws.http.error.event', remote: true }];
}

/** The event's time with six decimals; Go takes it as a signed number and cuts off the nanoseconds. */
function seconds({ timeUnixNano }: SpanRecordEvent): string {
  const nanos = BigInt.asIntN(64, timeUnixNano);
  const nanosOfMicro = ((nanos % NANOS_PER_MICRO) + NANOS_PER_MICRO) % NANOS_PER_MICRO;
  return (Number((nanos - nanosOfMicro) / NANOS_PER_MICRO) / MICROS_PER_SECOND).toFixed(6);
}
