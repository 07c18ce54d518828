import type { Answering } from './api-endpoint.ts';
import { requiredText } from './read-fields.ts';
import { invalidRequest } from './xray-fault.ts';

/** X-Ray's operations that make no sense on one machine, by their path. */
const UNSUPPORTED = [
  'TimeSeriesServiceStatistics',
  'PutEncryptionConfig',
  'GetTraceSegmentDestination',
  'UpdateTraceSegmentDestination',
  'GetIndexingRules',
  'UpdateIndexingRule',
  'InsightSummaries',
  'Insight',
  'InsightEvents',
  'InsightImpactGraph',
  'StartTraceRetrieval',
  'ListRetrievedTraces',
  'GetRetrievedTracesGraph',
  'CancelTraceRetrieval',
  'TagResource',
  'UntagResource',
  'ListResourcePolicies',
  'PutResourcePolicy',
  'DeleteResourcePolicy',
];

/** What is always the same here, and X-Ray's error for what is not supported. */
export function createOtherOperations(): Readonly<Record<string, Answering>> {
  const unsupported = UNSUPPORTED.map((name): [string, Answering] => [
    name,
    () => {
      throw invalidRequest(`The local X-Ray does not support "${name}".`);
    },
  ]);
  return {
    ...Object.fromEntries(unsupported),
    EncryptionConfig: () => ({ EncryptionConfig: { Status: 'ACTIVE', Type: 'NONE' } }),
    ListTagsForResource(fields) {
      requiredText(fields, 'ResourceARN');
      return { Tags: [] };
    },
  };
}
