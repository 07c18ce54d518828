import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isEsModuleEntry } from '../../src/distro/entry-format.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-entry-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file below a package.json with this `type`, and gives its path. */
function entry(type: string | undefined, name: string, text = ''): string {
  const place = path.join(folder, String(type), 'src');
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(folder, String(type), 'package.json'), JSON.stringify({ type }));
  writeFileSync(path.join(place, name), text);
  return path.join(place, name);
}

const esModule = 'import { createServer } from "node:http";\nexport const a = 1;\n';
const commonJs = 'const http = require("node:http");\nmodule.exports = http;\n';

describe('isEsModuleEntry', () => {
  it.each([
    { type: 'commonjs', name: 'a.mjs', text: commonJs, expected: true },
    { type: 'commonjs', name: 'a.mts', text: '', expected: true },
    { type: 'module', name: 'a.cjs', text: esModule, expected: false },
    { type: 'module', name: 'a.cts', text: esModule, expected: false },
    { type: 'module', name: 'a.js', text: commonJs, expected: true },
    { type: 'module', name: 'a.ts', text: '', expected: true },
    { type: 'module', name: 'a', text: '', expected: true },
    { type: 'commonjs', name: 'b.js', text: esModule, expected: false },
    { type: undefined, name: 'c.js', text: esModule, expected: true },
    { type: undefined, name: 'd.js', text: commonJs, expected: false },
    { type: undefined, name: 'e.js', text: '#!/usr/bin/env node\n"use strict";\nimport x from "x";\n', expected: true },
    { type: undefined, name: 'f.js', text: 'import("./x.mjs");\n', expected: false },
    { type: undefined, name: 'g.js', text: 'export default 1;\n', expected: true },
    { type: undefined, name: 'h.js', text: 'const imported = 1;\nexporter(imported);\n', expected: false },
    { type: undefined, name: 'i.js', text: 'export{a};const a=1;\n', expected: true },
    { type: undefined, name: 'j.js', text: 'import"./x.mjs";\n', expected: true },
    { type: undefined, name: 'm.js', text: 'importScripts("x.js");\nexports.a = 1;\n', expected: false },
    { type: 'garbage', name: 'k.js', text: esModule, expected: true },
    { type: 'garbage', name: 'l.js', text: commonJs, expected: false },
  ])('judges $name under type $type as $expected', ({ type, name, text, expected }) => {
    expect(isEsModuleEntry(entry(type, name, text), [])).toBe(expected);
  });

  it('finds the file whose extension was left out, as Node does', () => {
    expect(isEsModuleEntry(entry(undefined, 'whole.js', esModule).slice(0, -3), [])).toBe(true);
  });

  it.each(['--input-type=module', '--experimental-default-type=module'])('knows the flag %s', (flag) => {
    expect(isEsModuleEntry(undefined, ['--require', './register', flag])).toBe(true);
  });

  it.each([undefined, '', '/nonexistent/app.js', folder, '/'])('takes what it cannot read for CommonJS: %s', (file) => {
    expect(isEsModuleEntry(file, [])).toBe(false);
  });

  it('takes a file below a broken package.json for what its syntax says', () => {
    const file = entry('broken', 'a.js', esModule);
    writeFileSync(path.join(folder, 'broken', 'package.json'), '{');
    expect(isEsModuleEntry(file, [])).toBe(true);
  });
});
