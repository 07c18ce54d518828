import type { Attributes, SpanRecord } from '../../src/translator/index.ts';

/** Milliseconds since 1970 at which sample spans begin unless they say otherwise. */
export const SAMPLE_START_MILLIS = 1_700_000_000_000;

/** A span in few words: times in milliseconds from the sample start, the service's name instead of a resource. */
export interface SampleSpan extends Partial<Omit<SpanRecord, 'attributes' | 'resource'>> {
  readonly spanId: string;
  readonly startMillis?: number;
  readonly durationMillis?: number;
  readonly attributes?: Attributes;
  readonly service?: string;
}

/** A span record with defaults for everything that a test does not care about. */
export function sampleSpan({ startMillis = 0, durationMillis = 10, service, ...span }: SampleSpan): SpanRecord {
  const startTimeUnixNano = BigInt(Math.round((SAMPLE_START_MILLIS + startMillis) * 1e3)) * 1000n;
  return {
    traceId: '5759e988bd862e3fe1be46a994272793',
    traceState: '',
    name: 'work',
    kind: 'internal',
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + BigInt(Math.round(durationMillis * 1e6)),
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: service === undefined ? {} : { 'service.name': service } },
    scope: { name: 'test', version: '' },
    ...span,
  };
}
