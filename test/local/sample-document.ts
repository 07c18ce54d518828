import type { SegmentDocument } from '../../src/xray/segment-document.ts';
import { SAMPLE_START_MILLIS } from './sample-span.ts';

/** The trace of all sample documents. */
export const SAMPLE_TRACE_ID = '1-5759e988-bd862e3fe1be46a994272793';

/** A document in few words: small numbers for ids, times in milliseconds from the sample start. */
export interface SampleDocument extends Partial<Omit<SegmentDocument, 'id' | 'start_time' | 'subsegments'>> {
  readonly id: number;
  readonly parent?: number;
  readonly startMillis?: number;
  readonly durationMillis?: number;
  readonly subsegments?: readonly SampleDocument[];
}

/** The id that stands for a small number. */
export function sampleId(number: number): string {
  return number.toString(16).padStart(16, '0');
}

/** A segment, or with a parent a subsegment, with defaults for everything that a test does not care about. */
export function sampleDocument(sample: SampleDocument): SegmentDocument {
  const { parent } = sample;
  return {
    ...embedded(sample),
    trace_id: SAMPLE_TRACE_ID,
    ...(parent !== undefined && { parent_id: sampleId(parent), type: 'subsegment' }),
    ...('type' in sample && { type: sample.type }),
    ...('trace_id' in sample && { trace_id: sample.trace_id }),
  };
}

function embedded(sample: SampleDocument): SegmentDocument {
  const { id, parent: _parent, startMillis = 0, durationMillis = 10, subsegments, ...fields } = sample;
  const startTime = (SAMPLE_START_MILLIS + startMillis) / 1000;
  return {
    name: 'work',
    start_time: startTime,
    ...(fields.in_progress !== true && { end_time: startTime + durationMillis / 1000 }),
    ...fields,
    id: sampleId(id),
    ...(subsegments !== undefined && { subsegments: subsegments.map(embedded) }),
  };
}
