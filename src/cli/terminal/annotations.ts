import type { DocumentValue, SegmentDocument } from '../../xray/segment-document.ts';
import { toSafeText } from './safe-text.ts';

/** An annotation, safe for a terminal; texts that hold spaces or quotes are quoted. */
export interface Annotation {
  readonly key: string;
  readonly value: string;
}

/** What X-Ray indexes of a document; an operation is left out, for it stands beside the name. */
export function annotationsOf({ annotations = {} }: SegmentDocument): readonly Annotation[] {
  return Object.entries(annotations).flatMap(([key, value]) => {
    const shown = key === 'aws.local.operation' ? undefined : formatValue(value);
    return shown === undefined ? [] : [{ key: toSafeText(key), value: shown }];
  });
}

function formatValue(value: DocumentValue): string | undefined {
  if (typeof value === 'string') {
    const text = toSafeText(value);
    return /^[^\s"]+$/.test(text) ? text : JSON.stringify(text);
  }
  return value === null || typeof value === 'object' ? undefined : String(value);
}
