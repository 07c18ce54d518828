import { expect, it } from 'vitest';
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { enriched, onlyDocument } from './documents.ts';

const work = (name: string): SpanFile => ({ name, kind: 'INTERNAL', parent: 'local', scope: 'shop', attributes: {} });

it.each([
  [`x${'é'.repeat(150)}`, `x${'é'.repeat(99)}`],
  ['日本'.repeat(40), '日本'.repeat(33)],
  [`${'x'.repeat(199)}é`, 'x'.repeat(199)],
])('a span name that the exporter would cut inside a character is cut before it: %s', (name, shown) => {
  expect(onlyDocument(toSpan(work(name))).name).toBe(shown);
});

it.each(['x'.repeat(300), 'é'.repeat(100), 'SELECT * FROM orders WHERE id = ?'.repeat(5)])(
  'a name that the exporter cuts well is sent as it was recorded: %s',
  (name) => {
    expect(enriched(toSpan(work(name))).name).toBe(name);
  },
);
