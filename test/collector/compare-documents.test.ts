import { expect, test } from 'vitest';
import golden from '../golden/awsxrayexporter.json' with { type: 'json' };
import { groupByTrace, maskRandomIds } from './support/compare-documents.ts';

const documentsOf = (name: string): string[] => golden.find((entry) => entry.name === name)?.documents ?? [];
const replaceIds = (texts: readonly string[], ids: readonly string[]): string[] =>
  texts.map((text) => ids.reduce((text, id, index) => text.replaceAll(id, `${'f'.repeat(15)}${index}`), text));

test('documents that differ only in the ids of exceptions count as equal', () => {
  const documents = documentsOf('exception/java');
  const ids = [...documents.join('').matchAll(/"id":"([0-9a-f]{16})","message"/g)].map(([, id]) => id ?? '');
  expect(ids).not.toEqual([]);
  expect(maskRandomIds(replaceIds(documents, ids))).toEqual(maskRandomIds(documents));
});

test('documents of a split local root that differ only in the id of the service segment count as equal', () => {
  const documents = documentsOf('localroot/CLIENT/child');
  const { id } = JSON.parse(documents[1] ?? '') as { id: string };
  expect(maskRandomIds(replaceIds(documents, [id]))).toEqual(maskRandomIds(documents));
});

test('any other difference stays', () => {
  const [document = ''] = documentsOf('kind/CLIENT/child');
  const { id } = JSON.parse(document) as { id: string };
  expect(maskRandomIds(replaceIds([document], [id]))).not.toEqual(maskRandomIds([document]));
});

test('documents are grouped by trace in their order', () => {
  const first = '{"trace_id":"1-a","id":"1"}';
  const second = '{"trace_id":"1-b","id":"2"}';
  const third = '{"trace_id":"1-a","id":"3"}';
  expect([...groupByTrace([first, second, third])]).toEqual([
    ['1-a', [first, third]],
    ['1-b', [second]],
  ]);
});
