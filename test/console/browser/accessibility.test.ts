import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { largeTrace, shopTrace } from '../sample-traces.ts';
import { findFaults } from './find-faults.ts';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

const now = Date.now() / 1000;
const orders = Array.from({ length: 80 }, (_, index) => shopTrace(index, now - 60 + index / 2));
const broken =
  orders.find(([root]) => root?.fault === true && root.http?.request?.method === 'POST')?.[0]?.trace_id ?? '';
const large = largeTrace(300, now - 30);

interface Scene {
  readonly name: string;
  readonly hash: string;
  /** Brings what is to be looked at onto the page. */
  readonly show: (page: Page) => Promise<void>;
}

const rows = async (page: Page): Promise<void> => page.locator('.timeline-rows .row').first().waitFor();
const tabScene = (tab: string): Scene => ({
  name: `a trace's ${tab}`,
  hash: `#/traces/${broken}?tab=${tab}`,
  show: rows,
});

const scenes: readonly Scene[] = [
  { name: 'the traces', hash: '#/traces', show: async (page) => page.locator('.trace-row').nth(5).waitFor() },
  {
    name: 'completions',
    hash: '#/traces',
    show: async (page) => {
      await page.getByLabel('Filter expression').fill('ser');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'a wrong filter',
    hash: '#/traces',
    show: async (page) => {
      await page.getByLabel('Filter expression').fill('duration > x');
      await page.locator('.filter-wrong').waitFor();
    },
  },
  {
    name: 'no traces',
    hash: '#/traces?filter=service(%22nobody%22)',
    show: async (page) => page.getByText('No traces here').waitFor(),
  },
  { name: 'the map', hash: '#/service-map', show: async (page) => page.locator('.node').nth(5).waitFor() },
  {
    name: 'a node of the map',
    hash: '#/service-map',
    show: async (page) => {
      await page.locator('.node', { hasText: 'pricing' }).first().click();
      await page.locator('.map-panel').waitFor();
    },
  },
  ...['overview', 'resources', 'annotations', 'metadata', 'exceptions', 'sql', 'raw'].map(tabScene),
  {
    name: 'a trace with its map and a search',
    hash: `#/traces/${broken}`,
    show: async (page) => {
      await rows(page);
      await page.keyboard.press('m');
      await page.locator('.trace-map .node').first().waitFor();
      await page.getByLabel('Search in this trace').fill('sql');
    },
  },
  { name: 'a large trace', hash: `#/traces/${large[0]?.trace_id}`, show: rows },
  {
    name: 'raw documents',
    hash: `#/traces/${broken}/raw`,
    show: async (page) => page.locator('.json-line').first().waitFor(),
  },
  { name: 'the sampling rules', hash: '#/sampling', show: async (page) => page.getByText('Default').waitFor() },
  { name: 'the lint', hash: '#/lint', show: async (page) => page.locator('.lint-rule').first().waitFor() },
  { name: 'the cost', hash: '#/cost', show: async (page) => page.locator('.bill').waitFor() },
  {
    name: 'the help',
    hash: '#/cost',
    show: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
];

describe.skipIf(isBrowserMissing)('by the rules of WCAG 2.2 AA nothing is wrong with', () => {
  let opened: OpenConsole;
  beforeAll(async () => {
    opened = await openConsole();
    opened.put(...orders, large);
  });
  afterEach(async () => {
    await opened.page.keyboard.press('Escape');
    await opened.page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
  afterAll(() => opened.close());

  test.each(scenes)('$name, light and dark', { timeout: 60_000 }, async ({ hash, show }) => {
    const { page, go } = opened;
    await go(hash);
    await show(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await findFaults(page), colorScheme).toEqual([]);
    }
  });

  test('the views on a small screen', { timeout: 120_000 }, async () => {
    const { page, go } = opened;
    await page.setViewportSize({ width: 390, height: 844 });
    const hashes = ['#/traces', '#/traces?filter=oops', `#/traces/${broken}`, '#/sampling', '#/lint', '#/service-map'];
    for (const hash of hashes) {
      await go(hash);
      await page.locator('.trace-row, .filter-wrong, .row, .rules, .lint-rule, .node').first().waitFor();
      expect(await findFaults(page), hash).toEqual([]);
    }
    await page.locator('.node').nth(1).press('Enter');
    await page.getByRole('complementary').waitFor();
    expect(await findFaults(page), 'a chosen node').toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});

/** Everything that can be pressed or written in, which the Tab key or a key of its own has to reach. */
const PRESSABLE = 'a[href], button, input, select, summary, [role="button"], [role="treegrid"], [role="tabpanel"]';

describe.skipIf(isBrowserMissing)('without a mouse', () => {
  let opened: OpenConsole;
  beforeAll(async () => {
    opened = await openConsole();
    opened.put(...orders.slice(0, 12));
  });
  afterAll(() => opened.close());

  test.each(['#/traces', '#/service-map', `#/traces/${orders[0]?.[0]?.trace_id}`, '#/sampling', '#/lint', '#/cost'])(
    'the Tab key reaches everything at %s, and shows where it is',
    async (hash) => {
      const { page, go } = opened;
      await go(hash);
      await page.locator('.trace-row, .node, .row, .rules, .page').nth(0).waitFor();
      // Rows of lists are reached by j, k and Enter, and folded by h and l; the help says so.
      const wanted = await page.evaluate(
        (selector) =>
          [...document.querySelectorAll<HTMLElement>(selector)].filter(
            (each) =>
              each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
              each.closest('.windowed-row') === null &&
              !(each as HTMLButtonElement).disabled,
          ).length,
        PRESSABLE,
      );
      expect(wanted).toBeGreaterThan(8);
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      const reached = new Set<string>();
      for (let presses = 0; presses < wanted + 20; presses++) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate((selector) => {
          const element = document.activeElement;
          if (element === null || !element.matches(selector)) return undefined;
          const places = globalThis as unknown as { seen?: Element[] };
          places.seen ??= [];
          if (!places.seen.includes(element)) places.seen.push(element);
          const { outlineStyle } = getComputedStyle(element);
          const around = element.closest('.filter, .search, .node');
          const isShown =
            outlineStyle !== 'none' ||
            (around !== null && getComputedStyle(around).outlineStyle !== 'none') ||
            around !== null;
          return { place: String(places.seen.indexOf(element)), isShown, html: element.outerHTML.slice(0, 120) };
        }, PRESSABLE);
        if (found === undefined) continue;
        expect(found.isShown, found.html).toBe(true);
        reached.add(found.place);
      }
      await page.evaluate(() => delete (globalThis as unknown as { seen?: Element[] }).seen);
      expect(reached.size).toBeGreaterThanOrEqual(wanted);
    },
  );

  test('one comes from the list into a trace, through it and back', async () => {
    const { page, go } = opened;
    await go('#/traces');
    await page.locator('.trace-row').nth(3).waitFor();
    // Enter belongs to the link or button that has the focus.
    await page.locator('.table-rows').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('.timeline-rows .row').first().waitFor();
    await page.keyboard.press('j');
    await page.locator('.row[aria-selected="true"]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.trace-row').nth(3).waitFor();
  });
});
