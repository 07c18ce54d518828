import { expect, test } from 'vitest';
import { annotationsOf } from '../../../src/cli/terminal/annotations.ts';
import { sampleSpan } from '../../local/sample-span.ts';

function annotations(attributes: Parameters<typeof sampleSpan>[0]['attributes']) {
  return annotationsOf(sampleSpan({ spanId: '1'.repeat(16), ...(attributes && { attributes }) })).map(
    ({ key, value }) => `${key}=${value}`,
  );
}

test('the listed attributes with plain values are annotations', () => {
  const listed = ['text', 'spaced', 'empty', 'number', 'big', 'yes', 'list', 'absent', 'text'];
  const attributes = {
    text: 'a',
    spaced: 'a b',
    empty: '',
    number: 1.5,
    big: 2n ** 60n,
    yes: true,
    list: ['x'],
    other: 1,
  };
  expect(annotations({ ...attributes, 'aws.xray.annotations': listed })).toEqual([
    'text=a',
    'spaced="a b"',
    'empty=""',
    'number=1.5',
    'big=1152921504606846976',
    'yes=true',
  ]);
});

test('without a list there are none', () => {
  expect(annotations({ text: 'a' })).toEqual([]);
  expect(annotations({ text: 'a', 'aws.xray.annotations': 5 })).toEqual([]);
});

test('keys and values are harmless', () => {
  expect(annotations({ '\u{1b}k': '\u{1b}v', 'aws.xray.annotations': ['\u{1b}k'] })).toEqual(['␛k=␛v']);
});
