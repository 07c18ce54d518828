import type { AwsStandIn } from './stand-ins/aws.ts';
import type { Caller } from './scenarios.ts';

/** A segment or subsegment as X-Ray keeps it, whether it came as a document of its own or within another. */
export interface Entry {
  readonly name: string;
  readonly id: string;
  readonly trace_id: string;
  readonly parent_id?: string;
  readonly type?: string;
  readonly namespace?: string;
  readonly user?: string;
  readonly error?: boolean;
  readonly throttle?: boolean;
  readonly fault?: boolean;
  readonly http?: {
    readonly request?: Readonly<Record<string, unknown>>;
    readonly response?: Readonly<Record<string, unknown>>;
  };
  readonly cause?: string | { readonly exceptions?: readonly ExceptionEntry[] };
  readonly aws?: Readonly<Record<string, unknown>>;
  readonly sql?: Readonly<Record<string, unknown>>;
  readonly service?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  readonly links?: readonly { readonly trace_id: string; readonly id: string }[];
  readonly subsegments?: readonly Entry[];
}

/** One exception of a cause. */
export interface ExceptionEntry {
  readonly id?: string;
  readonly type?: string;
  readonly message?: string;
  readonly cause?: string;
  readonly stack?: readonly { readonly path?: string; readonly line?: number; readonly label?: string }[];
}

/** What was asked of the service, and what came back. */
export interface Exchange {
  readonly caller: Caller;
  /** Of the answer. */
  readonly traceHeader: string | undefined;
  /** What the service downstream was sent meanwhile. */
  readonly passedOn: readonly string[];
}

/** All that is known of one run of a subject. */
export interface Recording {
  readonly documents: readonly string[];
  readonly exchanges: ReadonlyMap<string, Exchange>;
  readonly aws: Pick<AwsStandIn, 'requestIds' | 'sentTraceHeaders'>;
  /** Whether SIGTERM ended the process. */
  readonly endedBySignal: boolean;
}

/** What a check looks at is not there at all. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded';
}

/** What X-Ray shows of one run. */
export interface Picture extends Recording {
  readonly entries: readonly Entry[];
  /** The segment of the request with this path. */
  segment(path: string): Entry;
  /** Every entry of that request's trace. */
  trace(path: string): readonly Entry[];
  /** The outgoing call of that request; of several the one that tells most. */
  call(path: string): Entry;
  /** Whether an entry belongs to a segment, directly or below other subsegments. */
  isWithin(entry: Entry, segment: Entry): boolean;
  /** The segment of the job that called this path downstream, and that call. */
  job(path: string): { readonly segment: Entry; readonly call: Entry };
  exchange(path: string): Exchange;
}

/** Reads the recording as X-Ray does: subsegments within a document are entries like others. */
export function readPicture(recording: Recording): Picture {
  const entries = recording.documents.flatMap((text) => flatten(JSON.parse(text) as Entry));
  const segment = (path: string): Entry =>
    required(
      entries.find((entry) => entry.type === undefined && pathOf(entry) === path),
      'no segment',
    );
  const trace = (path: string): readonly Entry[] => {
    const { trace_id } = segment(path);
    return entries.filter((entry) => entry.trace_id === trace_id);
  };
  return {
    ...recording,
    entries,
    segment,
    trace,
    call: (path) => {
      const calls = trace(path).filter(({ namespace }) => namespace !== undefined);
      const telling = calls.find((entry) => entry.namespace === 'aws' || entry.sql?.['sanitized_query'] !== undefined);
      return required(telling ?? calls.at(-1), 'no call');
    },
    isWithin(entry, segment) {
      const byId = new Map(entries.map((each) => [each.id, each]));
      let above = byId.get(entry.parent_id ?? '');
      while (above !== undefined && above !== segment) above = byId.get(above.parent_id ?? '');
      return above === segment;
    },
    job: (path) => {
      const call = required(
        entries.find((entry) => pathOf(entry) === path && entry.namespace === 'remote'),
        'no call',
      );
      const parent = entries.find(({ id }) => id === call.parent_id);
      return { call, segment: required(parent, 'no segment') };
    },
    exchange: (path) => required(recording.exchanges.get(path), 'not asked'),
  };
}

function flatten(document: Entry): Entry[] {
  const { id, trace_id } = document;
  const inner = (document.subsegments ?? []).map((subsegment): Entry => ({
    ...subsegment,
    type: 'subsegment',
    trace_id,
    parent_id: id,
  }));
  return [document, ...inner.flatMap(flatten)];
}

function required<Value>(value: Value | undefined, found: string): Value {
  if (value === undefined) throw new NotRecorded(found);
  return value;
}

function pathOf({ http }: Entry): string | undefined {
  const url = http?.request?.['url'];
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).pathname : undefined;
}
