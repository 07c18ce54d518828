import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { largeTrace, shopTrace } from '../sample-traces.ts';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

/** A full store in CI, a tenth of it elsewhere: OTEL_XRAY_TEST_DOCUMENTS=250000 npx vitest run test/console/browser/large.test.ts */
const documents = Number(process.env['OTEL_XRAY_TEST_DOCUMENTS'] ?? (process.env['CI'] === 'true' ? 250_000 : 25_000));
const now = Date.now() / 1000;

describe.skipIf(isBrowserMissing)(`the console over a store of ${documents} documents`, () => {
  let opened: OpenConsole;
  let count = 0;
  beforeAll(async () => {
    opened = await openConsole();
    const large = largeTrace(5000, now - 5);
    opened.put(large);
    let stored = large.length;
    for (; stored < documents - 10; count++) {
      const trace = shopTrace(count, now - 3000 + (2900 * stored) / documents);
      stored += trace.length;
      opened.put(trace);
    }
    await opened.go('#/traces?timeRange=all');
  }, 300_000);
  afterAll(() => opened.close());

  test('lists and counts all traces, and loads older ones while one scrolls', async () => {
    const { page } = opened;
    await page.getByText(`${new Intl.NumberFormat('en-US').format(count + 1)} traces`).waitFor();
    const height = (): Promise<number> => page.locator('.table-rows').evaluate((rows) => rows.scrollHeight);
    const before = await height();
    await page.locator('.table-rows').evaluate((rows) => rows.scrollTo(0, rows.scrollHeight));
    await page.waitForFunction((was) => (document.querySelector('.table-rows')?.scrollHeight ?? 0) > was, before);
    expect(await page.locator('.table-rows .trace-row').count()).toBeLessThan(60);
  });

  test('filters them', async () => {
    const { page } = opened;
    await page.getByLabel('Filter expression').fill('service("pricing") { throttle }');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('.table-rows .trace-row')];
      return rows.length > 0 && rows.every((each) => each.textContent.includes('429'));
    });
  });

  test('draws their map', async () => {
    const { page, go } = opened;
    await go('#/service-map?timeRange=all');
    await page.locator('.node').nth(7).waitFor();
  });

  test('shows the largest trace', async () => {
    const { page, go } = opened;
    await go('#/traces?timeRange=all&filter=service(%22gateway%22)');
    await page.locator('.trace-row', { hasText: '/import' }).getByRole('link').click({ force: true });
    await page.getByText('5,000 documents').waitFor();
  });
});
