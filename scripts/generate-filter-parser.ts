/** Writes src/local/filter/filter-parser.js, the parser of filter expressions, from the grammar beside it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import peggy from 'peggy';

const folder = path.resolve(import.meta.dirname, '../src/local/filter');

/** The parser as the grammar says it must be. */
export function generateFilterParser(): string {
  const grammar = readFileSync(path.join(folder, 'filter-grammar.peggy'), 'utf8');
  return `// Made by "npm run filter" of filter-grammar.peggy.\n${peggy.generate(grammar, { output: 'source', format: 'es' })}`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(path.join(folder, 'filter-parser.js'), generateFilterParser());
}
