import type { FaultRootCause, ResponseTimeRootCause } from '../api/xray-api.ts';
import type { CallShape } from './call-shapes.ts';
import { NO_FACTS, type PartFacts } from './part-facts.ts';
import type { CallDigest, TraceDigest } from './trace-digest.ts';

/**
 * The digests of many traces, an array for each field, so that a question reads only what it asks for, one value after
 * the other. A trace is its row; a number that is not known is NaN.
 */
export interface TraceColumns {
  /** Rows are smaller than this; those without a trace are {@link isTaken} false. */
  readonly rowCount: number;
  isTaken(row: number): boolean;
  readonly idTime: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly responseTime: readonly number[];
  readonly hasFault: readonly boolean[];
  readonly hasError: readonly boolean[];
  readonly hasThrottle: readonly boolean[];
  readonly isPartial: readonly boolean[];
  readonly facts: readonly PartFacts[];
  readonly faultCauses: readonly (readonly FaultRootCause[])[];
  readonly errorCauses: readonly (readonly FaultRootCause[])[];
  readonly slowCauses: readonly (readonly ResponseTimeRootCause[])[];
  readonly slowCoverage: readonly (readonly number[])[];
  /** Rows of the calls of a trace: so many from the first one on. */
  readonly firstCall: readonly number[];
  readonly callCount: readonly number[];
  readonly calls: CallColumns;
}

/** The calls of many traces, in the same way. */
export interface CallColumns {
  readonly shape: readonly CallShape[];
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly edgeSeconds: readonly number[];
  readonly ownSeconds: readonly number[];
  readonly own: readonly PartFacts[];
  readonly edge: readonly (PartFacts | undefined)[];
}

/** Columns that can be written. */
export interface TraceTable extends TraceColumns {
  /** Gives the row of a new trace. */
  add(digest: TraceDigest): number;
  replace(row: number, digest: TraceDigest): void;
  /** The row is free for another trace. */
  remove(row: number): void;
}

/** A table without traces. */
export function createTraceTable(): TraceTable {
  return new ColumnTable();
}

type Writable<Columns> = { [Key in keyof Columns]: Columns[Key] extends readonly (infer Item)[] ? Item[] : never };

/** Calls that nobody has any more are left where they are, until they are so many and as many as the others. */
const MIN_GARBAGE = 4096;

const NO_CAUSES: readonly never[] = [];

class ColumnTable implements TraceTable {
  readonly idTime: number[] = [];
  readonly start: number[] = [];
  readonly end: number[] = [];
  readonly responseTime: number[] = [];
  readonly hasFault: boolean[] = [];
  readonly hasError: boolean[] = [];
  readonly hasThrottle: boolean[] = [];
  readonly isPartial: boolean[] = [];
  readonly facts: PartFacts[] = [];
  readonly faultCauses: (readonly FaultRootCause[])[] = [];
  readonly errorCauses: (readonly FaultRootCause[])[] = [];
  readonly slowCauses: (readonly ResponseTimeRootCause[])[] = [];
  readonly slowCoverage: (readonly number[])[] = [];
  readonly firstCall: number[] = [];
  /** -1 in rows without a trace. */
  readonly callCount: number[] = [];
  calls: Writable<CallColumns> = {
    shape: [],
    start: [],
    end: [],
    edgeSeconds: [],
    ownSeconds: [],
    own: [],
    edge: [],
  };
  readonly #freeRows: number[] = [];
  #liveCalls = 0;

  get rowCount(): number {
    return this.callCount.length;
  }

  isTaken(row: number): boolean {
    return (this.callCount[row] ?? -1) >= 0;
  }

  add(digest: TraceDigest): number {
    const row = this.#freeRows.pop() ?? this.rowCount;
    this.callCount[row] = -1;
    this.replace(row, digest);
    return row;
  }

  replace(row: number, digest: TraceDigest): void {
    this.idTime[row] = digest.idTime;
    this.start[row] = digest.start;
    this.end[row] = digest.end;
    this.responseTime[row] = digest.responseTime ?? NaN;
    this.hasFault[row] = digest.hasFault;
    this.hasError[row] = digest.hasError;
    this.hasThrottle[row] = digest.hasThrottle;
    this.isPartial[row] = digest.isPartial;
    this.facts[row] = digest.facts;
    this.faultCauses[row] = digest.faultCauses;
    this.errorCauses[row] = digest.errorCauses;
    this.slowCauses[row] = digest.slowCauses;
    this.slowCoverage[row] = digest.slowCoverage;
    this.#writeCalls(row, digest.calls);
  }

  remove(row: number): void {
    this.#liveCalls -= this.callCount[row] ?? 0;
    this.callCount[row] = -1;
    // What only this trace had is let go.
    this.facts[row] = NO_FACTS;
    this.faultCauses[row] = NO_CAUSES;
    this.errorCauses[row] = NO_CAUSES;
    this.slowCauses[row] = NO_CAUSES;
    this.slowCoverage[row] = NO_CAUSES;
    this.#freeRows.push(row);
    this.#collectGarbage();
  }

  #writeCalls(row: number, digests: readonly CallDigest[]): void {
    const before = this.callCount[row] ?? -1;
    const { calls } = this;
    // A trace that has become larger begins anew at the end.
    if (before < digests.length) this.firstCall[row] = calls.shape.length;
    this.callCount[row] = digests.length;
    this.#liveCalls += digests.length - Math.max(0, before);
    let at = this.firstCall[row] ?? 0;
    for (const call of digests) {
      calls.shape[at] = call.shape;
      calls.start[at] = call.start;
      calls.end[at] = call.end;
      calls.edgeSeconds[at] = call.edgeSeconds ?? NaN;
      calls.ownSeconds[at] = call.ownSeconds ?? NaN;
      calls.own[at] = call.own;
      calls.edge[at] = call.edge;
      at += 1;
    }
    this.#collectGarbage();
  }

  #collectGarbage(): void {
    if (this.calls.shape.length < 2 * this.#liveCalls + MIN_GARBAGE) return;
    const kept: number[] = [];
    for (const [row, count] of this.callCount.entries()) {
      const first = this.firstCall[row] ?? 0;
      this.firstCall[row] = kept.length;
      for (let call = first; call < first + count; call += 1) kept.push(call);
    }
    const { shape, start, end, edgeSeconds, ownSeconds, own, edge } = this.calls;
    this.calls = {
      shape: take(shape, kept),
      start: take(start, kept),
      end: take(end, kept),
      edgeSeconds: take(edgeSeconds, kept),
      ownSeconds: take(ownSeconds, kept),
      own: take(own, kept),
      edge: take(edge, kept),
    };
  }
}

function take<Item>(column: readonly Item[], kept: readonly number[]): Item[] {
  const taken: Item[] = [];
  for (const index of kept) taken.push(column[index] as Item);
  return taken;
}
