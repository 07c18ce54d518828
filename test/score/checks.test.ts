import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { checkGroups, evaluate } from '../../bench/score/checks/index.ts';
import { readPicture } from '../../bench/score/picture.ts';
import { root } from '../support/run-app.ts';

const nothing = { exchanges: new Map(), aws: { requestIds: [], sentTraceHeaders: [] }, endedBySignal: false };
const checks = checkGroups.flatMap(({ title, checks }) => checks.map((check) => ({ title, ...check })));

test.each(checks)('where nothing was recorded this does not hold: $title: $what', (check) => {
  expect(evaluate(check, readPicture({ documents: [], ...nothing }))).toBeTypeOf('string');
});

test('no two checks of a group claim the same', () => {
  const claims = checks.map(({ title, what }) => `${title}: ${what}`);
  expect(new Set(claims).size).toBe(claims.length);
});

test('docs/score.md and the README tell of exactly these checks', () => {
  const page = readFileSync(path.join(root, 'docs/score.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| .* \| `/.test(line));
  expect(rows.map((line) => line.slice(2, line.indexOf(' | `')))).toEqual(checks.map(({ what }) => what));
  expect(readFileSync(path.join(root, 'README.md'), 'utf8')).toContain(`checks passed of ${checks.length},`);
});

describe('the picture', () => {
  const call = { id: '2', name: 'DynamoDB', namespace: 'aws', start_time: 1, end_time: 2 };
  const segment = {
    id: '1',
    trace_id: '1-a-b',
    name: 'shop',
    http: { request: { url: 'http://127.0.0.1:1/orders?page=2' } },
  };

  it.each([
    ['within its segment', [{ ...segment, subsegments: [call] }]],
    ['as a document of its own', [segment, { ...call, trace_id: '1-a-b', parent_id: '1', type: 'subsegment' }]],
  ])('is the same whether a call comes %s', (_, documents) => {
    const picture = readPicture({ documents: documents.map((each) => JSON.stringify(each)), ...nothing });
    expect(picture.segment('/orders').name).toBe('shop');
    expect(picture.call('/orders')).toMatchObject({ name: 'DynamoDB', parent_id: '1', type: 'subsegment' });
    expect(picture.isWithin(picture.call('/orders'), picture.segment('/orders'))).toBe(true);
    expect(picture.trace('/orders')).toHaveLength(2);
  });
});
