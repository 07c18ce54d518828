import type { SpanRecord } from '../../local/span-record.ts';
import { isAwsCall, readHttpStatus, readText } from './span-attribute.ts';

/** X-Ray's four colours: error is the caller's mistake (4xx), throttle a 429, fault everything that broke. */
export type SpanOutcome = 'ok' | 'error' | 'throttle' | 'fault';

/** How AWS services say that a caller is too fast; most of them with the HTTP status 400. */
const THROTTLING_ERRORS = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** How a span ended, by the X-Ray exporter's rules and with AWS throttling told from other errors. */
export function outcomeOf(span: SpanRecord): SpanOutcome {
  if (isAwsThrottling(span)) return 'throttle';
  const status = readHttpStatus(span) ?? 0;
  if (status === 429) return 'throttle';
  if (status >= 400 && status < 500) return 'error';
  if (status >= 500 && status < 600) return 'fault';
  return span.status.code === 'error' ? 'fault' : 'ok';
}

function isAwsThrottling(span: SpanRecord): boolean {
  if (!isAwsCall(span) || span.status.code !== 'error') return false;
  if (span.attributes['aws.error.throttling'] === true) return true;
  const types = span.events.map((event) => event.attributes['exception.type']);
  return [...types, readText(span, 'error.type')].some(
    (type) => typeof type === 'string' && THROTTLING_ERRORS.has(type),
  );
}
