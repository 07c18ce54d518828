import { isLocked } from '../session/session.ts';
import { parseJson } from './exact-json.ts';
import type {
  ConsoleStatus,
  CostResult,
  FilterRequest,
  FilterResult,
  HistogramRequest,
  HistogramResult,
  LintResult,
  TraceDocuments,
} from '../../local/api/console-api.ts';
import type {
  BatchGetTracesRequest,
  BatchGetTracesResult,
  GetServiceGraphRequest,
  GetServiceGraphResult,
  GetTraceGraphRequest,
  GetTraceGraphResult,
  GetTraceSummariesRequest,
  GetSamplingRulesResult,
  GetSamplingStatisticSummariesResult,
  GetTraceSummariesResult,
  SamplingRuleRecord,
  SamplingRuleUpdate,
} from '../../local/api/xray-api.ts';

/** What the console asks the local X-Ray by POST: X-Ray's own operations, and a few of ours. */
interface Operations {
  readonly TraceSummaries: readonly [GetTraceSummariesRequest, GetTraceSummariesResult];
  readonly Traces: readonly [BatchGetTracesRequest, BatchGetTracesResult];
  readonly ServiceGraph: readonly [GetServiceGraphRequest, GetServiceGraphResult];
  readonly TraceGraph: readonly [GetTraceGraphRequest, GetTraceGraphResult];
  readonly GetSamplingRules: readonly [object, GetSamplingRulesResult];
  readonly SamplingStatisticSummaries: readonly [object, GetSamplingStatisticSummariesResult];
  readonly UpdateSamplingRule: readonly [
    { readonly SamplingRuleUpdate: SamplingRuleUpdate },
    { readonly SamplingRuleRecord: SamplingRuleRecord },
  ];
  readonly 'console/filter': readonly [FilterRequest, FilterResult];
  readonly 'console/histogram': readonly [HistogramRequest, HistogramResult];
}

/** What it asks by GET. */
interface Pages {
  readonly 'console/status': ConsoleStatus;
  readonly 'console/lint': LintResult;
  readonly 'console/cost': CostResult;
}

/**
 * Calls an operation.
 *
 * @throws Error with a sentence for the reader when the local X-Ray is not there or refuses
 */
export async function call<Name extends keyof Operations>(
  name: Name,
  request: Operations[Name][0],
  signal?: AbortSignal,
): Promise<Operations[Name][1]> {
  return send(name, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
    ...(signal === undefined ? {} : { signal }),
  });
}

/**
 * Reads a page of figures.
 *
 * @throws Error as {@link call}
 */
export async function read<Name extends keyof Pages>(name: Name, query = ''): Promise<Pages[Name]> {
  return send(query === '' ? name : `${name}?${query}`, {});
}

/**
 * Reads the documents of a trace as they came.
 *
 * @throws Error as {@link call}
 */
export async function readDocuments(traceId: string, signal: AbortSignal): Promise<TraceDocuments['documents']> {
  const { documents } = await send<TraceDocuments>(`console/trace/${encodeURIComponent(traceId)}`, { signal });
  return documents;
}

/** Whether a call ended because nobody waits for its answer any more. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** What went wrong, in a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.';
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new Error('The local X-Ray does not answer. Is it still running?', { cause: error });
  }
  if (response.status === 401) isLocked.value = true;
  if (response.ok) return parseJson(await response.text()) as T;
  const refusal = refusalIn(await response.text());
  throw new Error(refusal ?? `The local X-Ray answered with status ${response.status}.`);
}

/** X-Ray's errors carry their sentence in `Message`. */
function refusalIn(text: string): string | undefined {
  try {
    const { Message } = JSON.parse(text) as { Message?: unknown };
    return typeof Message === 'string' ? Message : undefined;
  } catch {
    return undefined;
  }
}
