import { contradicting, type Row } from './row.ts';

/**
 * AWS answers a caller that is too fast with 400 or 503 and an error code, while the exporter knows a throttle only by
 * 429. The old name of the status stands before the stable one: the flags come from the first, the status that X-Ray
 * displays from the last.
 */
export const awsThrottling: Row = contradicting(['aws.error.throttling'], (draft) => {
  if (draft.get('aws.error.throttling') === true) draft.setFirst('http.status_code', 429);
});
