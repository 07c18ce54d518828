import { expect, test } from 'vitest';
import { countMetadata } from '../../../src/cli/terminal/metadata-count.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { sampleDocument } from '../../local/sample-document.ts';

function count(metadata: SegmentDocument['metadata']) {
  return countMetadata(sampleDocument({ id: 1, metadata }));
}

test('what the application added counts', () => {
  expect(count({ default: { 'No. roles built': 3, 'cart.size': 2, url: 'x' }, shop: { a: null, b: {} } })).toBe(5);
});

test('what instrumentations and resources recorded does not', () => {
  const recorded = { 'http.route': '/', 'otel.resource.service.name': 'shop', 'aws.retries': 1, 'rpc.system': 'x' };
  expect(count({ default: recorded })).toBe(0);
});

test('there may be none', () => {
  expect([count(undefined), count({}), count({ default: null, empty: {} })]).toEqual([0, 0, 0]);
});
