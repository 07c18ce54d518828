import { describe, expect, it } from 'vitest';
import type { SpanFile } from './recorded/span-file.ts';
import { toSpan } from './recorded/span-file.ts';
import recordedSpans from './recorded/spans.json' with { type: 'json' };
import { writtenSpans } from './recorded/written-spans.ts';
import { type Document, enriched, pictureOf } from './documents.ts';

const spans: Readonly<Record<string, SpanFile>> = { ...(recordedSpans as Record<string, SpanFile>), ...writtenSpans };

function namesOf(document: Document): object {
  const { name, namespace, type, error, throttle, fault, aws = {}, http, sql, annotations, metadata } = document;
  const flags = Object.entries({ error, throttle, fault }).flatMap(([flag, isSet]) => (isSet ? [flag] : []));
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(type !== undefined && { type }),
    ...(flags.length > 0 && { flags }),
    aws: Object.keys(aws),
    ...(http !== undefined && { http: Object.keys(http.request ?? {}) }),
    ...(sql !== undefined && { sql: Object.keys(sql) }),
    ...(annotations !== undefined && { annotations: Object.keys(annotations) }),
    ...(metadata !== undefined && { metadata: mapValues(metadata) }),
  };
}

function mapValues(metadata: Readonly<Record<string, object>>): object {
  return Object.fromEntries(Object.entries(metadata).map(([namespace, values]) => [namespace, Object.keys(values)]));
}

describe('the names that users see', () => {
  it('are those of the golden file, which changes only together with the changelog', async () => {
    const contract = Object.entries(spans).map(([what, file]) => {
      const span = toSpan(file);
      return [what, { attributes: Object.keys(enriched(span).attributes), documents: pictureOf(span).map(namesOf) }];
    });
    const text = `${JSON.stringify(Object.fromEntries(contract), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../golden/enrichment.json');
  });
});
