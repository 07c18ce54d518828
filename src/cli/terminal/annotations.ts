import type { AttributeValue, SpanRecord } from '../../local/span-record.ts';
import { readTexts } from './span-attribute.ts';
import { toSafeText } from './safe-text.ts';

/** An annotation, safe for a terminal; texts that hold spaces or quotes are quoted. */
export interface Annotation {
  readonly key: string;
  readonly value: string;
}

/** The attributes that become X-Ray annotations: those whose keys `aws.xray.annotations` lists and whose values are plain. */
export function annotationsOf(span: SpanRecord): readonly Annotation[] {
  const keys = new Set(readTexts(span, 'aws.xray.annotations'));
  return [...keys].flatMap((key) => {
    const value = formatValue(span.attributes[key] ?? null);
    return value === undefined ? [] : [{ key: toSafeText(key), value }];
  });
}

function formatValue(value: AttributeValue): string | undefined {
  if (typeof value === 'string') {
    const text = toSafeText(value);
    return /^[^\s"]+$/.test(text) ? text : JSON.stringify(text);
  }
  return value === null || typeof value === 'object' ? undefined : String(value);
}
