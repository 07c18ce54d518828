/**
 * Takes the pictures of docs/images from the running demo: `npm run screenshots`. Needs Debian's Chromium; the pictures
 * are clearest with the font Inter installed (fonts-inter).
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from './open-browser.ts';
import { openDemo } from './open-demo.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'docs/images');
/** More visitors than the demo's own, so that there is something to see on the map. */
const VISITS = 90;

interface Picture {
  readonly name: string;
  readonly scheme: 'light' | 'dark';
  /** Goes to what is to be seen. */
  readonly show: (page: Page) => Promise<void>;
}

const pictures: readonly Picture[] = [
  { name: 'trace', scheme: 'light', show: showOrder },
  { name: 'traces', scheme: 'light', show: async (page) => page.locator('.trace-row').nth(5).waitFor() },
  {
    name: 'map',
    scheme: 'dark',
    show: async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('m');
      await page.locator('.node').nth(6).waitFor();
    },
  },
];

async function showOrder(page: Page): Promise<void> {
  await page.getByLabel('Filter expression').fill('service("worker") AND ok');
  await page.keyboard.press('Enter');
  const order = page.locator('.trace-row[data-outcome="ok"]', { hasText: '/orders' }).first();
  await order.waitFor();
  await order.getByRole('link').click({ force: true });
  await page.locator('.timeline-rows .row').nth(6).waitFor();
  await page.locator('.timeline-rows .row', { hasText: 'GetItem' }).first().click();
}

async function visit(shopUrl: string, index: number): Promise<void> {
  const sku = ['cup', 'tea', 'cup', 'kettle'][index % 4];
  if (index % 5 > 1) {
    await fetch(`${shopUrl}/products/${sku}`);
    return;
  }
  await fetch(`${shopUrl}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sku, quantity: 1 + (index % 3), ...(index % 20 === 0 ? { coupon: 'OOPS' } : {}) }),
  });
}

mkdirSync(folder, { recursive: true });
const demo = await openDemo(root);
try {
  for (let index = 0; index < VISITS; index++) await visit(demo.shopUrl, index);
  for (const { name, scheme, show } of pictures) {
    const browser = await openBrowser({
      viewport: { width: 1200, height: 680 },
      colorScheme: scheme,
      deviceScaleFactor: 1.5,
    });
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(`${demo.consoleUrl}/`);
    await page.locator('.trace-row').first().waitFor();
    await show(page);
    await page.mouse.move(0, 0);
    await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {});
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    await browser.close();
  }
} finally {
  await demo.close();
}
