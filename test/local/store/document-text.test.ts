import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExactJson, stringifyExactJson } from '../../../src/local/query/json-text.ts';
import { toDocumentText } from '../../../src/local/store/document-text.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { readGoldenCases } from '../../translator/golden.ts';
import { sampleDocument } from '../sample-document.ts';

function expectSameJson(document: SegmentDocument): void {
  expect(parseExactJson(toDocumentText(document).join(''))).toEqual(parseExactJson(stringifyExactJson(document)));
}

test.each(readGoldenCases('awsxrayexporter.json'))(
  'the documents of $name say what JSON says of them',
  ({ documents }) => {
    for (const document of documents) expectSameJson(JSON.parse(document) as SegmentDocument);
  },
);

test('whatever values fields have, blocks that come again included', () => {
  const blocks = [{ account_id: '1', ecs: { container: 'a"b' } }, { account_id: '2' }, undefined];
  const fields = fc.record({
    name: fc.string(),
    annotations: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean())),
    metadata: fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.string())),
    user: fc.option(fc.string(), { nil: undefined }),
    aws: fc.constantFrom(...blocks),
    service: fc.constantFrom({ version: '1' }, {}, undefined),
    fault: fc.option(fc.boolean(), { nil: undefined }),
  });
  fc.assert(fc.property(fields, (values) => expectSameJson(sampleDocument({ id: 1, ...values }))));
});

test('integers beyond 2^53 keep their digits', () => {
  expect(toDocumentText(sampleDocument({ id: 1, annotations: { n: 9_007_199_254_740_993n } })).join('')).toContain(
    '9007199254740993',
  );
});
