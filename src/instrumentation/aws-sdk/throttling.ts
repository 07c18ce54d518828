/**
 * Error codes that AWS SDK v3 and v2 take for throttling.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const throttlingCodes = new Set([
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
  'TransactionInProgressException',
]);

/** True where an AWS SDK would wait longer before it tries again: by the error's code or by HTTP status 429. */
export function isThrottling(code: unknown, httpStatus: unknown): boolean {
  return httpStatus === 429 || (typeof code === 'string' && throttlingCodes.has(code));
}
