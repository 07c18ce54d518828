import spans from '/work/main/test/enrichment/recorded/spans.json' with { type: 'json' };
import { toSpan } from '/work/main/test/enrichment/recorded/span-file.ts';
import { createEnrich } from '/work/main/src/enrichment/index.ts';
import { settings } from '/work/main/test/enrichment/documents.ts';
const names = [
  'http 200: server',
  'http 200: client',
  'fetch 200: client',
  'dynamodb success',
  'sqs send',
  'pg select',
  'express: middleware - jsonParser',
  'dynamodb throttled',
];
for (const mode of ['full', 'additive', 'off'] as const) {
  const enrich = createEnrich(settings({ mode }));
  const all = names.map((n) => toSpan((spans as any)[n]));
  for (let i = 0; i < 20000; i++) for (const s of all) enrich(s);
  for (const [j, s] of all.entries()) {
    let best = Infinity;
    for (let r = 0; r < 5; r++) {
      const t = process.hrtime.bigint();
      for (let i = 0; i < 20000; i++) enrich(s);
      const d = Number(process.hrtime.bigint() - t) / 20000 / 1000;
      best = Math.min(best, d);
    }
    console.log(mode, names[j], best.toFixed(2), 'µs');
  }
}
