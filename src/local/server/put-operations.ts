import type { Intake } from '../intake.ts';
import { readDocument } from '../receiver/read-document.ts';
import type { ArrivedDocument } from '../arrived-document.ts';
import type { Answering } from './api-endpoint.ts';
import { requiredTexts } from './read-fields.ts';
import { invalidRequest } from './xray-fault.ts';

/** What X-Ray takes in one call. */
const MAX_SEGMENTS = 50;

/** X-Ray's operations by which daemons and collectors send. */
export function createPutOperations(intake: Intake): Readonly<Record<string, Answering>> {
  return {
    TraceSegments(fields) {
      const texts = requiredTexts(fields, 'TraceSegmentDocuments');
      if (texts.length > MAX_SEGMENTS) throw invalidRequest(`Exceeding maximum segment count: ${MAX_SEGMENTS}`);
      const documents: ArrivedDocument[] = [];
      const UnprocessedTraceSegments: object[] = [];
      for (const text of texts) {
        const read = readDocument(text);
        if (read.ok) {
          documents.push(read);
          continue;
        }
        intake.drops.count(read.code);
        UnprocessedTraceSegments.push({
          ...(read.id !== undefined && { Id: read.id }),
          ErrorCode: read.code,
          Message: `Invalid segment. ErrorCode: ${read.code}. ${read.reason}`,
        });
      }
      intake.putDocuments(documents);
      return { UnprocessedTraceSegments };
    },
    // What a daemon says of itself is of no use here.
    TelemetryRecords: () => ({}),
  };
}
