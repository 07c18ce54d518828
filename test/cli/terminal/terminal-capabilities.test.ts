import { expect, test } from 'vitest';
import { detectTerminal } from '../../../src/cli/terminal/terminal-capabilities.ts';

const TERMINAL = { isTTY: true, columns: 120 };

test('a terminal gives its width, anything else has what COLUMNS says or 100 cells', () => {
  expect(detectTerminal(TERMINAL, { COLUMNS: '80' }).width).toBe(120);
  expect(detectTerminal({}, { COLUMNS: '80' }).width).toBe(80);
  for (const COLUMNS of ['', '0', '-3', 'wide', '99999']) expect(detectTerminal({}, { COLUMNS }).width).toBe(100);
  expect(detectTerminal({}, {}).width).toBe(100);
  expect(detectTerminal({ isTTY: true, columns: 0 }, {}).width).toBe(100);
});

test.each([
  ['a terminal', TERMINAL, {}, true],
  ['a pipe', {}, {}, false],
  ['a dumb terminal', TERMINAL, { TERM: 'dumb' }, false],
  ['a terminal with NO_COLOR', TERMINAL, { NO_COLOR: '1' }, false],
  ['a terminal with an empty NO_COLOR', TERMINAL, { NO_COLOR: '' }, true],
  ['a pipe with FORCE_COLOR', {}, { FORCE_COLOR: '1' }, true],
  ['a pipe with FORCE_COLOR and NO_COLOR', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['a terminal with FORCE_COLOR=0', TERMINAL, { FORCE_COLOR: '0' }, false],
])('%s: colour %s', (_name, stream, environment, color) => {
  expect(detectTerminal(stream, environment).color).toBe(color);
});
