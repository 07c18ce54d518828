import spans from '/work/main/test/enrichment/recorded/spans.json' with { type: 'json' };
import { toSpan } from '/work/main/test/enrichment/recorded/span-file.ts';
import { pictureOf } from '/work/main/test/enrichment/documents.ts';
for (const [k, s] of Object.entries(spans)) {
  if (process.argv[2] && !k.includes(process.argv[2])) continue;
  for (const d of pictureOf(toSpan(s as never))) {
    delete d.id;
    delete d.trace_id;
    delete d.start_time;
    delete d.end_time;
    console.log(k, '→', JSON.stringify(d));
  }
}
