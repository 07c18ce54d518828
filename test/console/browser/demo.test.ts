import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../../scripts/screenshots/open-browser.ts';
import { openDemo, type OpenDemo } from '../../../scripts/screenshots/open-demo.ts';
import { root } from '../../support/run-app.ts';
import { goTo, isBrowserMissing, openPage } from './open-console.ts';

const DEMO_MILLIS = 90_000;

describe.skipIf(isBrowserMissing)('the console over the demo', () => {
  let demo: OpenDemo;
  let browser: BrowserContext;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    demo = await openDemo(root);
    browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
    ({ page, complaints } = await openPage(browser));
    await page.goto(`${demo.consoleUrl}/`);
  }, DEMO_MILLIS);
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  }, DEMO_MILLIS);

  test('lists its requests, and a new one as soon as it is served', async () => {
    const rows = page.locator('.table-rows .trace-row');
    await rows.nth(5).waitFor();
    expect(await page.locator('.table-rows').innerText()).toContain('/orders');
    await fetch(`${demo.shopUrl}/products/kettle?from=the-test`);
    await page.locator('.trace-row', { hasText: 'from=the-test' }).waitFor();
  });

  test('shows an order as one timeline from the shop to the worker', async () => {
    await page
      .locator('.trace-row[data-outcome="ok"]', { hasText: '/orders' })
      .last()
      .getByRole('link')
      .click({ force: true });
    const names = page.locator('.timeline-rows .row-name');
    await names.nth(5).waitFor();
    const found = await names.allInnerTexts();
    expect(found[0]).toBe('shop');
    expect(found).toEqual(
      expect.arrayContaining(['pricing', 'DynamoDB GetItem', 'SQS SendMessage', 'worker', 'S3 PutObject']),
    );
  });

  test('draws its map', async () => {
    await goTo(page, '#/service-map');
    await page.locator('.node').nth(6).waitFor();
    const names = await page.locator('.node title').allTextContents();
    expect(names).toEqual(expect.arrayContaining(['shop', 'pricing', 'worker', 'Client']));
  });

  test('shows its documents raw, and the rule that it samples by', async () => {
    const address = await page.evaluate(async () => {
      const range = JSON.stringify({ StartTime: 0, EndTime: Date.now() / 1000 + 60 });
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch('TraceSummaries', { method: 'POST', headers, body: range });
      const { TraceSummaries } = (await answer.json()) as { TraceSummaries: { Id: string }[] };
      return `#/traces/${TraceSummaries[0]?.Id}/raw`;
    });
    await goTo(page, address);
    await page.locator('.json-line', { hasText: '"trace_id"' }).first().waitFor();
    await goTo(page, '#/sampling');
    await page.locator('.rules tbody tr', { hasText: 'Default' }).waitFor();
  });

  test('lints it and reckons its cost', async () => {
    await goTo(page, '#/lint');
    await page.locator('.lint-rule, .empty-good').first().waitFor();
    await goTo(page, '#/cost?requestsPerSecond=50&sampledShare=0.05');
    await page.locator('.bill-sum', { hasText: '$' }).waitFor();
    expect(await page.locator('.bill').innerText()).toMatch(/\$\d+\.\d\d\s+a month/);
  });

  test('breaks no rule of its own policy on the way', () => expect(complaints).toEqual([]));
});
