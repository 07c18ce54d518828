import type { SegmentDocument } from '../../xray/segment-document.ts';

/**
 * What the local X-Ray answers beyond X-Ray's own operations, for its console and its command line. Everything is
 * JSON; times are seconds since 1970.
 */

/**
 * GET /console/events: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). The event
 * `traces` comes at most five times a second, while something changes; `drops` when something was lost; `file` while it is
 * being read.
 */
export interface ConsoleEvents {
  readonly traces: {
    /** What is new or has changed. Many changes at once are cut; `more` then says that the list is to be read anew. */
    readonly changed: readonly TraceChange[];
    readonly more: boolean;
    readonly traceCount: number;
  };
  readonly drops: DropCounts;
  /** Comes while a file is read whose traces cannot all be found yet, and once more at the end of that. */
  readonly file: FileProgress;
}

/** How much of what a file had when it was opened can be found, from 0 to 1: the youngest traces come first. */
export interface FileProgress {
  readonly readShare: number;
}

/** A trace with news. */
export interface TraceChange {
  readonly traceId: string;
  readonly revision: number;
}

/** What was lost since the start. */
export interface DropCounts {
  /** Traces that made room for younger ones. */
  readonly evictedTraces: number;
  /** Spans that became no document, and documents that had no place, by the reason. */
  readonly refused: Readonly<Record<string, number>>;
}

/** GET /console/status. */
export interface ConsoleStatus {
  readonly version: string;
  readonly startedAt: number;
  /** Where producers reach this X-Ray. */
  readonly endpoints: {
    readonly otlpGrpc: string;
    readonly otlpHttp: string;
    /** X-Ray's API, the sampling proxy and this console. */
    readonly xray: string;
    /** `host:port` for UDP documents; absent when there is no such port. */
    readonly daemonUdp?: string;
  };
  /** The file of the store; absent when it is in memory. */
  readonly databaseFile?: string;
  /** See {@link FileProgress}; 1 without a file. */
  readonly readShare: number;
  readonly counts: {
    readonly traces: number;
    readonly documents: number;
    readonly bytes: number;
  };
  readonly limits: { readonly documents: number; readonly bytes: number };
  readonly drops: DropCounts;
}

/** POST /console/filter: checks a filter expression, and completes it where the cursor is. */
export interface FilterRequest {
  readonly expression: string;
  /** In UTF-16 units from 0; no completions without it. */
  readonly cursor?: number;
}

/** What is wrong with an expression, if anything, and what could stand at the cursor. */
export interface FilterResult {
  /** Absent when the expression is right; an empty one is, and takes every trace. */
  readonly error?: FilterError;
  /** Replaces the text from `from` to the cursor. */
  readonly completions: { readonly from: number; readonly items: readonly FilterCompletion[] };
}

/** Where an expression stops being one. */
export interface FilterError {
  /** In UTF-16 units from 0. */
  readonly position: number;
  /** Where what is wrong ends; at least `position`. */
  readonly end: number;
  /** In words, such as `a number`; empty when the expression is well written but makes no sense there. */
  readonly expected: readonly string[];
  /** One sentence. */
  readonly message: string;
}

/** Something that may stand at the cursor. */
export interface FilterCompletion {
  readonly text: string;
  readonly kind: 'keyword' | 'operator' | 'value';
  /** A few words on what it means. */
  readonly detail?: string;
}

/** POST /console/map: the map of the traces that a filter takes, as GetServiceGraph answers, which takes no filter. */
export interface MapRequest {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly FilterExpression?: string;
}

/** POST /console/histogram: the response times of all traces that a filter takes. */
export interface HistogramRequest {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly FilterExpression?: string;
}

/** Twenty classes a decade or fewer; empty ones are left out. */
export interface HistogramResult {
  readonly traceCount: number;
  readonly buckets: readonly HistogramBucket[];
}

/** How many traces answered within a class of response times, in seconds, by how they ended. */
export interface HistogramBucket {
  readonly from: number;
  readonly to: number;
  readonly ok: number;
  readonly error: number;
  readonly throttle: number;
  readonly fault: number;
}

/**
 * GET /console/lint: what X-Ray would refuse, cut or show badly. Reading takes time: each question reads on, the youngest
 * traces first, until all have been read.
 */
export interface LintResult {
  /** Those alike as one, the worst first, at most 500. */
  readonly findings: readonly LintGroup[];
  /** How many there are of each rule, also of those that are cut off. */
  readonly counts: Readonly<Record<string, number>>;
  /** How many traces were read so far; nothing is known of the others. */
  readonly lintedTraces: number;
  /** How many there are. */
  readonly traceCount: number;
}

/** Findings of one rule, name and message; trace and document are those of the youngest. */
export interface LintGroup extends LintFinding {
  readonly count: number;
}

/** One thing to mend. */
export interface LintFinding {
  readonly rule: LintRule;
  readonly severity: 'error' | 'warning';
  /** Absent for what concerns no single trace. */
  readonly traceId?: string;
  readonly documentId?: string;
  /** The segment's or subsegment's name. */
  readonly name?: string;
  /** One sentence with the numbers. */
  readonly message: string;
}

/** What is looked for. */
export type LintRule =
  | 'document-too-large'
  | 'document-near-limit'
  | 'too-many-annotations'
  | 'annotation-key'
  | 'name'
  | 'missing-parent'
  | 'unlinked-trace'
  | 'secret'
  | 'unfinished';

/** GET /console/cost?requestsPerSecond=50&sampledShare=0.05&reservoirPerSecond=1&readsPerTrace=1; each has a default */
export interface CostResult {
  /** US dollars a month for traces recorded, retrieved and scanned. */
  readonly monthlyDollars: number;
  readonly requestsPerMonth: number;
  readonly recordedTracesPerMonth: number;
  readonly items: readonly CostItem[];
  /** What a trace of this store is like on average. */
  readonly perTrace: { readonly documents: number; readonly bytes: number };
  readonly prices: {
    readonly recordedPerMillion: number;
    readonly recordedFree: number;
    readonly retrievedPerMillion: number;
    readonly retrievedFree: number;
    /** When AWS's public price list said so, such as `2026-11`. */
    readonly asOf: string;
    readonly source: string;
  };
}

/** One line of the bill. */
export interface CostItem {
  readonly name: string;
  readonly count: number;
  readonly billedCount: number;
  readonly dollars: number;
}

/**
 * GET /console/trace/ID: a trace as its documents came, without anything being made of them, so that traces of many
 * thousand documents are there at once. The reader puts them together.
 */
export interface TraceDocuments {
  readonly traceId: string;
  readonly revision: number;
  /**
   * Lists in the order of arrival. Of several with one id the last counts, but one in progress does not replace one that
   * has ended.
   */
  readonly documents: readonly (readonly SegmentDocument[])[];
}
