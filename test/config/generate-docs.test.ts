import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderConfigurationTable } from '../../scripts/generate-docs.ts';
import { variableGroups, variables } from '../../src/config/variables.ts';

const rendered = renderConfigurationTable(variableGroups);

describe('docs/configuration.md', () => {
  it('is what `node scripts/generate-docs.ts` writes from the table of variables', () => {
    const file = path.resolve(import.meta.dirname, '../../docs/configuration.md');
    expect(readFileSync(file, 'utf8')).toBe(rendered);
  });

  it('has one row for each variable', () => {
    for (const { name } of variables) {
      expect(rendered.match(new RegExp(`^\\| \`${name}\` +\\|`, 'gm'))).toHaveLength(1);
    }
  });

  it('has five cells in every row', () => {
    for (const line of rendered.split('\n').filter((each) => each.startsWith('|'))) {
      expect(line.match(/(?<!\\)\|/g)).toHaveLength(6);
    }
  });
});
