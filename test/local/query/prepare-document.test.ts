import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDigestPool } from '../../../src/local/query/digest-pool.ts';
import { prepareDocument } from '../../../src/local/query/prepare-document.ts';
import { digestTrace } from '../../../src/local/query/trace-digest.ts';
import { buildTraceTree } from '../../../src/local/query/trace-tree.ts';
import { readDocument } from '../../../src/local/receiver/read-document.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { arbitraryDocuments, TRACE_IDS } from '../arbitrary-documents.ts';
import { sampleDocument } from '../sample-document.ts';

function digest(documents: readonly SegmentDocument[]) {
  return digestTrace(TRACE_IDS[0] ?? '', buildTraceTree(documents), [], createDigestPool());
}

function digestPrepared(documents: readonly SegmentDocument[]) {
  const pool = createDigestPool();
  const prepared = documents.map((document) => prepareDocument(document, pool));
  return digestTrace(TRACE_IDS[0] ?? '', buildTraceTree(prepared), [], pool);
}

test('a digest of prepared documents is the digest of the documents', () => {
  let digested = 0;
  fc.assert(
    fc.property(arbitraryDocuments, (values) => {
      const read = values.map((value) => readDocument(JSON.stringify(value)));
      const documents = read.flatMap((result) => (result.ok ? [result.document] : []));
      if (documents.length === 0) return;
      digested += 1;
      expect(digestPrepared(documents)).toEqual(digest(documents));
    }),
    { numRuns: 200 },
  );
  expect(digested).toBeGreaterThan(50);
});

test('calls of AWS, databases and remote hosts keep the nodes that their blocks tell', () => {
  const call = { parent: 1, namespace: 'aws' };
  const documents = [
    sampleDocument({ id: 1, name: 'shop', origin: 'AWS::ECS::Fargate', aws: { account_id: '1' } }),
    sampleDocument({ ...call, id: 2, name: 'DynamoDB', aws: { table_name: 'orders' } }),
    sampleDocument({ ...call, id: 3, name: 'S3', metadata: { default: { 'aws.s3.bucket': 'pictures' } } }),
    sampleDocument({ id: 4, parent: 1, namespace: 'remote', name: 'shop@db', sql: { url: 'postgresql://db' } }),
    sampleDocument({ id: 5, parent: 1, namespace: 'remote', name: 'host' }),
  ];
  const { calls } = digestPrepared(documents);
  expect(calls.map(({ shape: { target } }) => `${target.type} ${target.name}`)).toEqual([
    'AWS::ECS::Fargate shop',
    'AWS::DynamoDB::Table orders',
    'AWS::S3::Bucket pictures',
    'Database::SQL shop@db',
    'remote host',
  ]);
  expect(digest(documents).calls).toEqual(calls);
});

test('what is prepared holds no block of the document', () => {
  const blocks = { http: { request: { url: 'http://a' } }, aws: { account_id: '1' }, sql: { url: 'x' } };
  const document = sampleDocument({ id: 1, ...blocks, metadata: { default: { a: 1 } }, annotations: { key: 'value' } });
  const prepared = prepareDocument(document, createDigestPool());
  for (const field of [...Object.keys(blocks), 'metadata', 'annotations']) expect(prepared).not.toHaveProperty(field);
});
