import { expect, test } from 'vitest';
import { annotationsOf } from '../../../src/cli/terminal/annotations.ts';
import type { DocumentMap } from '../../../src/xray/segment-document.ts';
import { sampleDocument } from '../../local/sample-document.ts';

function annotations(map: DocumentMap | undefined) {
  return annotationsOf(sampleDocument({ id: 1, annotations: map })).map(({ key, value }) => `${key}=${value}`);
}

test('texts, numbers and booleans are shown, with quotes where it needs them', () => {
  const map = { text: 'a', spaced: 'a b', empty: '', number: 1.5, big: 2n ** 60n, yes: true, list: ['x'], none: null };
  expect(annotations(map)).toEqual([
    'text=a',
    'spaced="a b"',
    'empty=""',
    'number=1.5',
    'big=1152921504606846976',
    'yes=true',
  ]);
});

test('a document may have none', () => {
  expect(annotations(undefined)).toEqual([]);
});

test('the operation stands beside the name and is not said again', () => {
  expect(annotations({ 'aws.local.operation': 'GET /x', tenant: 'a' })).toEqual(['tenant=a']);
});

test('keys and values are harmless', () => {
  expect(annotations({ '\u{1b}k': '\u{1b}v' })).toEqual(['␛k=␛v']);
});
