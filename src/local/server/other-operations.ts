import type { Answering } from './api-endpoint.ts';
import { requiredText } from './read-fields.ts';
import { invalidRequest } from './xray-fault.ts';

/** Names of X-Ray's operations that make no sense on one machine, by their path. */
const UNSUPPORTED = {
  TimeSeriesServiceStatistics: 'GetTimeSeriesServiceStatistics',
  PutEncryptionConfig: 'PutEncryptionConfig',
  GetTraceSegmentDestination: 'GetTraceSegmentDestination',
  UpdateTraceSegmentDestination: 'UpdateTraceSegmentDestination',
  GetIndexingRules: 'GetIndexingRules',
  UpdateIndexingRule: 'UpdateIndexingRule',
  InsightSummaries: 'GetInsightSummaries',
  Insight: 'GetInsight',
  InsightEvents: 'GetInsightEvents',
  InsightImpactGraph: 'GetInsightImpactGraph',
  StartTraceRetrieval: 'StartTraceRetrieval',
  ListRetrievedTraces: 'ListRetrievedTraces',
  GetRetrievedTracesGraph: 'GetRetrievedTracesGraph',
  CancelTraceRetrieval: 'CancelTraceRetrieval',
  TagResource: 'TagResource',
  UntagResource: 'UntagResource',
  ListResourcePolicies: 'ListResourcePolicies',
  PutResourcePolicy: 'PutResourcePolicy',
  DeleteResourcePolicy: 'DeleteResourcePolicy',
};

/** What is always the same here, and X-Ray's error for what is not supported. */
export function createOtherOperations(): Readonly<Record<string, Answering>> {
  const unsupported = Object.entries(UNSUPPORTED).map(([path, name]): [string, Answering] => [
    path,
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
