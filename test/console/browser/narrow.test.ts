import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { shopTrace } from '../sample-traces.ts';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

const now = Date.now() / 1000;

describe.skipIf(isBrowserMissing)('on a phone', () => {
  let opened: OpenConsole;
  beforeAll(async () => {
    opened = await openConsole({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    opened.put(...Array.from({ length: 40 }, (_, index) => shopTrace(index, now - 80 + index)));
  });
  afterEach(() => expect(opened.complaints).toEqual([]));
  afterAll(() => opened.close());

  /** Texts of the elements that are cut. */
  const cut = (selector: string): Promise<string[]> =>
    opened.page
      .locator(selector)
      .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent));

  test('the list shows URL, method, service, time and duration of each trace, one below the other', async () => {
    const { page, go } = opened;
    await go('#/traces?filter=service(%22worker%22)');
    const row = page.locator('.table-rows .trace-row').first();
    await row.getByText('worker').or(row.getByText('/orders')).first().waitFor();
    expect(await row.innerText()).toMatch(/\/orders[^]*shop/);
    expect(await row.innerText()).toMatch(/POST[^]*\d\d:\d\d:\d\d/);
    expect(await cut('.table-rows .row-link')).toEqual([]);
    const [first, second] = await page.locator('.table-rows .trace-row').all();
    const [above, below] = [await first?.boundingBox(), await second?.boundingBox()];
    expect(below?.y).toBeCloseTo((above?.y ?? NaN) + (above?.height ?? NaN), 0);
  });

  test('the timeline shows whole names above bars of the whole width', async () => {
    const { page, go } = opened;
    await go('#/traces?filter=service(%22worker%22)');
    await page.locator('.table-rows .trace-row').first().getByRole('link').click({ force: true });
    await page.locator('.timeline-rows .row').nth(6).waitFor();
    expect(await cut('.timeline-rows .row-name')).toEqual([]);
    const time = await page.locator('.timeline-rows .row-time').first().boundingBox();
    expect(time?.width).toBeGreaterThan(340);
    const ruler = await page.locator('.ruler-time').boundingBox();
    expect(ruler?.x).toBeCloseTo(time?.x ?? NaN, 0);
    expect(ruler?.width).toBeCloseTo(time?.width ?? NaN, 0);
  });

  test('a node that is chosen on the map stays in sight above its figures', async () => {
    const { page, go } = opened;
    await go('#/service-map');
    const node = page.locator('.node', { has: page.locator('title', { hasText: /^receipts$/ }) });
    await node.click();
    const panel = page.getByRole('complementary', { name: 'receipts' });
    await panel.waitFor();
    await expect
      .poll(async () => {
        const [ring, figures] = [await node.locator('.node-face').boundingBox(), await panel.boundingBox()];
        return (ring?.y ?? Infinity) + (ring?.height ?? Infinity) < (figures?.y ?? 0);
      })
      .toBe(true);
  });
});
