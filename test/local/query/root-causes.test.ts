import { describe, expect, test } from 'vitest';
import { findFailures, findSlowest } from '../../../src/local/query/root-causes.ts';
import { buildTraceTree } from '../../../src/local/query/trace-tree.ts';
import { type SampleDocument, sampleDocument } from '../sample-document.ts';

const tree = (samples: readonly SampleDocument[]) => buildTraceTree(samples.map(sampleDocument));
const BROKEN = { fault: true, cause: { exceptions: [{ type: 'TypeError', message: 'no' }] } };

/** Causes as lines of `service: entity, entity`, an inferred service in brackets. */
function failuresOf(...samples: SampleDocument[]) {
  return findFailures(tree(samples), 'fault').map(({ Services }) =>
    Services.map(({ Name, Inferred, EntityPath }) => {
      const service = Inferred ? `(${Name})` : Name;
      return `${service}: ${EntityPath.map((entity) => entity.Name).join(', ')}`;
    }),
  );
}

describe('a failure is followed to where it began', () => {
  test('through calls and services, to the exception', () => {
    const samples: SampleDocument[] = [
      { id: 1, name: 'shop', fault: true },
      { id: 2, parent: 1, name: 'pricing', namespace: 'remote', fault: true },
      { id: 3, parent: 2, type: undefined, name: 'pricing', fault: true },
      { id: 4, parent: 3, name: 'load', ...BROKEN },
    ];
    expect(failuresOf(...samples)).toEqual([['shop: shop, pricing', 'pricing: pricing, load']]);
    expect(findFailures(tree(samples), 'fault')[0]?.Services.at(-1)?.EntityPath.at(-1)).toEqual({
      Name: 'load',
      Exceptions: [{ Name: 'TypeError', Message: 'no' }],
      Remote: false,
    });
  });

  test('or to the call of what sends no segments', () => {
    expect(
      failuresOf(
        { id: 1, name: 'shop', fault: true },
        { id: 2, parent: 1, name: 'DynamoDB', namespace: 'aws', fault: true, aws: { table_name: 'orders' } },
      ),
    ).toEqual([['shop: shop, DynamoDB', '(orders): DynamoDB']]);
  });

  test('but a flag alone explains nothing', () => {
    expect(failuresOf({ id: 1, name: 'shop', fault: true })).toEqual([]);
    expect(failuresOf({ id: 1, fault: true }, { id: 2, parent: 1, fault: true })).toEqual([]);
  });

  test('and what broke in several places has several causes', () => {
    const failures = failuresOf(
      { id: 1, name: 'shop', fault: true },
      { id: 2, parent: 1, name: 'a', startMillis: 1, ...BROKEN },
      { id: 3, parent: 1, name: 'b', startMillis: 2, ...BROKEN },
      { id: 4, parent: 1, name: 'fine', startMillis: 3 },
    );
    expect(failures).toHaveLength(2);
    expect(failures).toEqual(expect.arrayContaining([['shop: shop, a'], ['shop: shop, b']]));
  });

  test('the client feels it when the root failed too', () => {
    const impactOf = (root: Partial<SampleDocument>) =>
      findFailures(
        tree([
          { id: 1, ...root },
          { id: 2, parent: 1, ...BROKEN },
        ]),
        'fault',
      ).map(({ ClientImpacting }) => ClientImpacting);
    expect(impactOf({ fault: true })).toEqual([true]);
    expect(impactOf({})).toEqual([false]);
  });

  test('errors and faults are told apart', () => {
    const samples = [{ id: 1, error: true, cause: BROKEN.cause }];
    expect(findFailures(tree(samples), 'error')).toHaveLength(1);
    expect(findFailures(tree(samples), 'fault')).toEqual([]);
  });
});

describe('the time is followed along whatever took more than half of it', () => {
  const pathOf = (...samples: SampleDocument[]) =>
    findSlowest(tree(samples)).map(({ Services }) =>
      Services.flatMap(({ EntityPath }) => EntityPath.map(({ Name, Coverage }) => `${Name} ${Coverage}`)),
    );
  const shop = { id: 1, name: 'shop', durationMillis: 1000 };

  test.each([
    [499, ['shop 1']],
    [500, ['shop 1']],
    [750, ['shop 1', 'work 0.75']],
    [2000, ['shop 1', 'work 1']],
  ])('work of %i ms of 1000', (durationMillis, path) => {
    expect(pathOf(shop, { id: 2, parent: 1, name: 'work', durationMillis })).toEqual([path]);
  });

  test('to what sends no segments, which covers as much as its call', () => {
    const call = { id: 3, parent: 2, name: 'db', namespace: 'remote', durationMillis: 600 } as const;
    expect(pathOf(shop, { id: 2, parent: 1, name: 'work', durationMillis: 900 }, call)).toEqual([
      ['shop 1', 'work 0.9', 'db 0.6', 'db 0.6'],
    ]);
  });

  test('and a trace that is not over has none', () => {
    expect(pathOf({ id: 1, in_progress: true }, { id: 2, parent: 1 })).toEqual([]);
  });
});
