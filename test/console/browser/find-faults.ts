import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA, and what is good practice beyond. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong in the page as it is, each in a line. */
export async function findFaults(page: Page): Promise<string[]> {
  // As text by the debugger: a script element would not be let in.
  await page.evaluate(axe);
  const options: RunOptions = { runOnly: { type: 'tag', values: TAGS } };
  const { violations } = await page.evaluate(
    (given) => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(given),
    options,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ target }) => !isNodeOfMap(id, target.join(' ')))
      .map(
        ({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`,
      ),
  );
}

/** A node of the map is named first by its name, then by the figures that stand in its ring above the name. */
function isNodeOfMap(rule: string, target: string): boolean {
  return rule === 'label-content-name-mismatch' && /\.node|data-shape|data-selected/.test(target);
}
