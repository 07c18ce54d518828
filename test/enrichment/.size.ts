import spans from '/work/main/test/enrichment/recorded/spans.json' with { type: 'json' };
import { toSpan } from '/work/main/test/enrichment/recorded/span-file.ts';
import { documentsOf, enriched } from '/work/main/test/enrichment/documents.ts';
import { serializeDocument } from '/work/main/src/translator/index.ts';
for (const k of ['express: server', 'dynamodb success', 'dynamodb throttled']) {
  const s = (spans as any)[k];
  for (const mode of ['full', 'additive', 'off'] as const)
    console.log(
      k,
      mode,
      documentsOf(enriched(toSpan(s), { mode })).map((d) => Buffer.byteLength(serializeDocument(d))),
    );
}
