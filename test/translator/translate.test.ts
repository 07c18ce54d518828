import { describe, expect, test } from 'vitest';
import { serializeDocument, translate, type TranslateOptions } from '../../src/translator/index.ts';
import { drawInTurn, drawnIds, type GoldenCase, readGoldenCases } from './golden.ts';
import { readSpans } from './otlp-json.ts';

const RECORDED_INDEXED = ['otel.resource.service.name', 'my.idx', 'server.address'];

function translateCase({ input }: GoldenCase, recorded: readonly string[], options: Omit<TranslateOptions, 'newId'>) {
  const newId = drawInTurn(drawnIds(recorded));
  return readSpans(input).flatMap((span) => {
    const translation = translate(span, { ...options, newId });
    return 'documents' in translation ? translation.documents.map(serializeDocument) : [];
  });
}

describe('documents equal those of the real exporter, byte for byte', () => {
  const cases = readGoldenCases('awsxrayexporter.json');

  test.each(cases)('$name', (golden) => {
    const options = { indexedAttributes: RECORDED_INDEXED };
    expect(translateCase(golden, golden.documents, options)).toEqual(golden.documents);
  });

  test.each(cases)('$name, everything indexed', (golden) => {
    const options = { indexAllAttributes: true };
    expect(translateCase(golden, golden.documentsIndexAll, options)).toEqual(golden.documentsIndexAll);
  });
});
