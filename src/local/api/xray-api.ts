/**
 * What X-Ray's read operations answer, as JSON on the wire. Times are seconds since 1970, durations are seconds.
 *
 * @see https://docs.aws.amazon.com/xray/latest/api/API_Operations.html
 */

/** POST /TraceSummaries. */
export interface GetTraceSummariesRequest {
  readonly StartTime: number;
  readonly EndTime: number;
  /** What must lie in the range: the time in the trace id (the default), the arrival, or the end of a segment. */
  readonly TimeRangeType?: 'TraceId' | 'Event' | 'Service';
  readonly Sampling?: boolean;
  readonly SamplingStrategy?: { readonly Name?: 'PartialScan' | 'FixedRate'; readonly Value?: number };
  /** See `POST /console/filter` to check one. */
  readonly FilterExpression?: string;
  readonly NextToken?: string;
}

/** Newest traces first, at most 100; `NextToken` leads to older ones. */
export interface GetTraceSummariesResult {
  readonly TraceSummaries: readonly TraceSummary[];
  readonly ApproximateTime: number;
  /** How many traces of the range were looked at. */
  readonly TracesProcessedCount: number;
  readonly NextToken?: string;
}

/** A trace in the list. */
export interface TraceSummary {
  readonly Id: string;
  readonly StartTime: number;
  /** From the earliest start to the last end. */
  readonly Duration: number;
  /** Of the root segment; absent while that is in progress. */
  readonly ResponseTime?: number;
  readonly HasFault: boolean;
  readonly HasError: boolean;
  readonly HasThrottle: boolean;
  /** Something is in progress or missing. */
  readonly IsPartial: boolean;
  readonly Http: HttpSummary;
  readonly Annotations: Readonly<Record<string, readonly AnnotationWithServices[]>>;
  readonly Users: readonly { readonly UserName: string; readonly ServiceIds: readonly ServiceId[] }[];
  readonly ServiceIds: readonly ServiceId[];
  readonly ResourceARNs: readonly { readonly ARN: string }[];
  readonly InstanceIds: readonly { readonly Id: string }[];
  readonly AvailabilityZones: readonly { readonly Name: string }[];
  readonly EntryPoint?: ServiceId;
  readonly FaultRootCauses: readonly FaultRootCause[];
  readonly ErrorRootCauses: readonly FaultRootCause[];
  readonly ResponseTimeRootCauses: readonly ResponseTimeRootCause[];
  /** Grows with each change of the trace. */
  readonly Revision: number;
  /** When the trace's first document arrived. */
  readonly MatchedEventTime: number;
}

/** The request that the trace answers. */
export interface HttpSummary {
  readonly HttpURL?: string;
  readonly HttpStatus?: number;
  readonly HttpMethod?: string;
  readonly UserAgent?: string;
  readonly ClientIp?: string;
}

/** A value that an annotation has, and where. */
export interface AnnotationWithServices {
  readonly AnnotationValue:
    | { readonly StringValue: string }
    | { readonly NumberValue: number }
    | { readonly BooleanValue: boolean };
  readonly ServiceIds: readonly ServiceId[];
}

/** A node of the map. */
export interface ServiceId {
  readonly Name: string;
  readonly Names: readonly string[];
  readonly AccountId?: string;
  /** Such as `AWS::ECS::Fargate`, `AWS::DynamoDB::Table`, `remote`, `client`; absent when nobody said. */
  readonly Type?: string;
}

/** The way from the root to what failed. */
export interface FaultRootCause {
  readonly Services: readonly FaultRootCauseService[];
  /** Whether the failure reached the client. */
  readonly ClientImpacting: boolean;
}

/** A service on the way to a failure. */
export interface FaultRootCauseService extends ServiceId {
  readonly EntityPath: readonly FaultRootCauseEntity[];
  readonly Inferred: boolean;
}

/** A segment or subsegment on the way to a failure. */
export interface FaultRootCauseEntity {
  readonly Name: string;
  readonly Exceptions: readonly { readonly Name: string; readonly Message: string }[];
  readonly Remote: boolean;
}

/** The way from the root to what took most of the time. */
export interface ResponseTimeRootCause {
  readonly Services: readonly ResponseTimeRootCauseService[];
  readonly ClientImpacting: boolean;
}

/** A service on the way to what took most of the time. */
export interface ResponseTimeRootCauseService extends ServiceId {
  readonly EntityPath: readonly ResponseTimeRootCauseEntity[];
  readonly Inferred: boolean;
}

/** A segment or subsegment on the way to what took most of the time. */
export interface ResponseTimeRootCauseEntity {
  readonly Name: string;
  /** Its share of the root's response time, 0 to 1. */
  readonly Coverage?: number;
  readonly Remote: boolean;
}

/** POST /Traces: whole traces, at most five ids. */
export interface BatchGetTracesRequest {
  readonly TraceIds: readonly string[];
  readonly NextToken?: string;
}

/** Traces in any order. */
export interface BatchGetTracesResult {
  readonly Traces: readonly Trace[];
  readonly UnprocessedTraceIds: readonly string[];
  readonly NextToken?: string;
}

/** A trace as its segments, with their subsegments inside. */
export interface Trace {
  readonly Id: string;
  readonly Duration: number;
  readonly LimitExceeded: boolean;
  readonly Segments: readonly Segment[];
}

/** `Document` is a segment document (xray/segment-document.ts) as JSON, perhaps with `inferred: true`. */
export interface Segment {
  readonly Id: string;
  readonly Document: string;
}

/** POST /ServiceGraph. */
export interface GetServiceGraphRequest {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly GroupName?: string;
  readonly GroupARN?: string;
  readonly NextToken?: string;
}

/** The map of a range of time. */
export interface GetServiceGraphResult {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly Services: readonly Service[];
  readonly ContainsOldGroupVersions: boolean;
  readonly NextToken?: string;
}

/** POST /TraceGraph: the map of some traces. */
export interface GetTraceGraphRequest {
  readonly TraceIds: readonly string[];
  readonly NextToken?: string;
}

/** As the map of a range, without the range. */
export interface GetTraceGraphResult {
  readonly Services: readonly Service[];
  readonly NextToken?: string;
}

/** A node of the map: a client (`Type: 'client'`, without statistics), a service, or something that a service called. */
export interface Service extends ServiceId {
  /** Its place in this answer; edges name it. */
  readonly ReferenceId: number;
  /** Present and true where traces begin. */
  readonly Root?: boolean;
  /** `active` for what sends documents itself, else `unknown`. */
  readonly State: 'active' | 'unknown';
  readonly StartTime: number;
  readonly EndTime: number;
  readonly Edges: readonly Edge[];
  readonly SummaryStatistics?: ServiceStatistics;
  readonly DurationHistogram?: readonly HistogramEntry[];
  readonly ResponseTimeHistogram?: readonly HistogramEntry[];
}

/** Calls from one node to another, as the caller saw them. */
export interface Edge {
  /** Of the node that is called. */
  readonly ReferenceId: number;
  readonly StartTime: number;
  readonly EndTime: number;
  readonly SummaryStatistics: ServiceStatistics;
  readonly ResponseTimeHistogram: readonly HistogramEntry[];
  readonly Aliases: readonly unknown[];
  /** `link` where one trace follows from another, such as through a queue. */
  readonly EdgeType?: 'link';
  /** Of a link: the time from sending to receiving, which `TotalResponseTime` adds up. */
  readonly ReceivedEventAgeHistogram?: readonly HistogramEntry[];
}

/** Each request is counted once: fault before throttle before error before ok. */
export interface ServiceStatistics {
  readonly OkCount: number;
  readonly ErrorStatistics: {
    readonly ThrottleCount: number;
    readonly OtherCount: number;
    readonly TotalCount: number;
  };
  readonly FaultStatistics: { readonly OtherCount: number; readonly TotalCount: number };
  readonly TotalCount: number;
  readonly TotalResponseTime: number;
}

/** How many requests took `Value` seconds. */
export interface HistogramEntry {
  readonly Value: number;
  readonly Count: number;
}

/** A sampling rule; `*` and `?` stand for anything in its texts. */
export interface SamplingRule {
  readonly RuleName: string;
  readonly RuleARN: string;
  readonly ResourceARN: string;
  readonly Priority: number;
  /** Of the requests beyond the reservoir, from 0 to 1. */
  readonly FixedRate: number;
  /** Requests a second. */
  readonly ReservoirSize: number;
  readonly ServiceName: string;
  readonly ServiceType: string;
  readonly Host: string;
  readonly HTTPMethod: string;
  readonly URLPath: string;
  readonly Version: 1;
  readonly Attributes: Readonly<Record<string, string>>;
  readonly SamplingRateBoost?: { readonly MaxRate: number; readonly CooldownWindowMinutes: number };
}

/** A rule, and since when it is as it is. */
export interface SamplingRuleRecord {
  readonly SamplingRule: SamplingRule;
  readonly CreatedAt: number;
  readonly ModifiedAt: number;
}

/** GetSamplingRules, POST /GetSamplingRules: by ascending priority, `Default` last. */
export interface GetSamplingRulesResult {
  readonly SamplingRuleRecords: readonly SamplingRuleRecord[];
}

/** UpdateSamplingRule, POST /UpdateSamplingRule: what is left out stays. */
export type SamplingRuleUpdate = Pick<SamplingRule, 'RuleName'> & Partial<SamplingRule>;

/** What all samplers reported of a rule in the youngest minute in which any did. */
export interface SamplingStatisticSummary {
  readonly RuleName: string;
  readonly Timestamp: number;
  readonly RequestCount: number;
  readonly SampledCount: number;
  readonly BorrowCount: number;
}

/** GetSamplingStatisticSummaries, POST /SamplingStatisticSummaries: rules of which nothing was reported are left out. */
export interface GetSamplingStatisticSummariesResult {
  readonly SamplingStatisticSummaries: readonly SamplingStatisticSummary[];
}
