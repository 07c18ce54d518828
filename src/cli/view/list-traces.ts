import type { GetTraceSummariesResult, TraceSummary } from '../../local/api/xray-api.ts';
import { type AskedXRay, askXRay } from './ask-xray.ts';

/** Which traces are asked for. */
export interface ListQuestion extends AskedXRay {
  /** X-Ray's filter expression; empty for every trace. */
  readonly filter: string;
}

/** Seconds since 1970. */
export interface ListRange {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly TimeRangeType?: 'Event';
}

/** The youngest traces, youngest first. */
export interface ListedTraces {
  readonly summaries: readonly TraceSummary[];
  /** Whether there are older ones. */
  readonly hasMore: boolean;
}

/** Everything up to a clock that is a day ahead. */
export const ALL_TIME: ListRange = { StartTime: 0, EndTime: 4_102_444_800 };

/** The youngest traces that the filter takes, at most `limit`, page by page; throws an `Unanswered`. */
export async function listTraces(
  question: ListQuestion,
  limit: number,
  range: ListRange = ALL_TIME,
): Promise<ListedTraces> {
  const summaries: TraceSummary[] = [];
  let NextToken: string | undefined;
  do {
    const { filter } = question;
    const page: GetTraceSummariesResult = await askXRay(question, 'TraceSummaries', {
      ...range,
      ...(filter !== '' && { FilterExpression: filter }),
      ...(NextToken !== undefined && { NextToken }),
    });
    summaries.push(...page.TraceSummaries);
    NextToken = page.NextToken;
  } while (NextToken !== undefined && summaries.length < limit);
  return { summaries: summaries.slice(0, limit), hasMore: NextToken !== undefined || summaries.length > limit };
}
