import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { largeTrace, shopTrace } from '../sample-traces.ts';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

const now = Date.now() / 1000;
const row = '.timeline-rows .row';
const selected = `${row}[aria-selected="true"]`;

/** The first order of the sample shop that went well, and one that broke. */
const orders = Array.from({ length: 80 }, (_, index) => shopTrace(index, now - 60)).filter((trace) =>
  trace.some(({ http }) => http?.request?.method === 'POST'),
);
const good = orders.find(([root]) => root?.fault === false) ?? [];
const broken = orders.find(([root]) => root?.fault === true) ?? [];

describe.skipIf(isBrowserMissing)('a trace', () => {
  let opened: OpenConsole;
  beforeAll(async () => {
    opened = await openConsole();
    opened.put(good, broken);
  });
  beforeEach(async () => {
    await opened.go('#/traces');
    await opened.page.locator('.table-rows .trace-row').nth(1).waitFor();
  });
  afterEach(() => expect(opened.complaints).toEqual([]));
  afterAll(() => opened.close());

  const open = async (trace: typeof good): Promise<void> => {
    await opened.go(`#/traces/${trace[0]?.trace_id}`);
    await opened.page.locator(row).first().waitFor();
  };

  test('is one timeline across its services, with what happened when', async () => {
    const { page } = opened;
    await open(good);
    const levels = await page
      .locator(row)
      .evaluateAll((rows) =>
        rows.map((each) => `${each.getAttribute('aria-level')} ${each.querySelector('.row-name')?.textContent}`),
      );
    expect(levels).toEqual([
      '1 shop',
      '2 pricing.internal',
      '3 pricing',
      '4 DynamoDB GetItem',
      '2 shop@postgres.internal',
      '2 SQS SendMessage',
      '3 worker',
      '4 S3 PutObject',
      '4 SQS DeleteMessage',
    ]);
    const [root, call] = await page
      .locator('.bar')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect()));
    expect(call?.left).toBeGreaterThan(root?.left ?? Infinity);
    expect(call?.right).toBeLessThan(root?.right ?? 0);
    expect(await page.locator('.critical').count()).toBeGreaterThan(4);
    expect(await page.locator('.trace-facts').innerText()).toContain('3 services');
  });

  test('tells everything about a part in its tabs', async () => {
    const { page } = opened;
    await open(good);
    const tab = async (name: string): Promise<string> => {
      await page.getByRole('tab', { name }).click();
      return page.locator('.tab-page').innerText();
    };
    await page.locator(row).first().click();
    expect(await tab('Overview')).toContain('http://shop.internal/orders');
    expect(await tab('Resources')).toContain('AWS::ECS::Fargate');
    expect(await tab('Annotations')).toContain('customer');
    expect(await tab('Metadata')).toContain('"cart"');
    expect(await tab('Exceptions')).toBe('No exceptions.');
    expect(await tab('Raw')).toContain('"trace_id"');
    await page.locator(row, { hasText: 'shop@postgres.internal' }).click();
    expect(await tab('SQL')).toContain('INSERT INTO orders');
    await open(broken);
    await page.locator(row).first().click();
    expect(await tab('Exceptions')).toMatch(/CouponError[^]*applyCoupon[^]*coupons\.js:41/);
  });

  test('shows no secret until it is asked for', async () => {
    const { page } = opened;
    await open(good);
    await page.locator(row).first().click();
    await page.getByRole('tab', { name: 'Metadata' }).click();
    expect(await page.locator('.tab-page').innerText()).not.toContain('abc123456789');
    await page.getByRole('button', { name: 'Reveal' }).click();
    expect(await page.locator('.tab-page').innerText()).toContain('abc123456789');
    await page.locator(row, { hasText: 'shop@postgres.internal' }).click();
    await page.getByRole('tab', { name: 'SQL' }).click();
    expect(await page.locator('.tab-page').innerText()).not.toContain('hunter22');
  });

  test('is found in by words, and gone through from match to match', async () => {
    const { page } = opened;
    await open(good);
    await page.keyboard.press('/');
    await page.keyboard.type('sqs');
    await page.getByText('2 matches').waitFor();
    await page.keyboard.press('Enter');
    expect(await page.locator(selected).innerText()).toContain('SendMessage');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    expect(await page.locator(selected).innerText()).toContain('DeleteMessage');
    await page.keyboard.press('N');
    expect(await page.locator(selected).innerText()).toContain('SendMessage');
    await page.getByLabel('Search in this trace').fill('');
  });

  test('is gone through from error to error', async () => {
    const { page } = opened;
    await open(broken);
    await page.keyboard.press('e');
    expect(await page.locator(selected).getAttribute('data-outcome')).toBe('fault');
    const first = await page.locator(selected).innerText();
    await page.keyboard.press('e');
    expect(await page.locator(selected).innerText()).not.toBe(first);
    await page.keyboard.press('E');
    expect(await page.locator(selected).innerText()).toBe(first);
  });

  test('folds, zooms and turns its tabs by keyboard', async () => {
    const { page } = opened;
    await open(good);
    await page.keyboard.press('Home');
    await page.keyboard.press('j');
    await page.keyboard.press('h');
    await page.waitForFunction(() => document.querySelectorAll('.timeline-rows .row').length === 7);
    await page.keyboard.press('[');
    await page.waitForFunction(() => document.querySelectorAll('.timeline-rows .row').length === 4);
    await page.keyboard.press(']');
    await page.waitForFunction(() => document.querySelectorAll('.timeline-rows .row').length === 9);
    await page.keyboard.press('w');
    await page.getByRole('button', { name: 'All' }).waitFor();
    await page.keyboard.press('0');
    await page.getByRole('button', { name: 'All', exact: true }).waitFor({ state: 'detached' });
    await page.keyboard.press('>');
    expect(await page.getByRole('tab', { selected: true }).innerText()).toContain('Resources');
  });

  test('is linked to with the row and the tab that one looks at', async () => {
    const { page } = opened;
    await open(good);
    await page.locator(row, { hasText: 'S3 PutObject' }).click();
    await page.getByRole('tab', { name: 'Raw' }).click();
    const address = page.url();
    expect(address).toMatch(/#\/traces\/1-[\da-f]{8}-[\da-f]{24}\?row=[\da-f]{16}&tab=raw$/);
    await page.goto('about:blank');
    await page.goto(address);
    await page.locator(selected).waitFor();
    expect(await page.locator(selected).innerText()).toContain('S3 PutObject');
    expect(await page.getByRole('tab', { selected: true }).innerText()).toContain('Raw');
  });

  test('has a map of its own, and its documents as X-Ray gives them', async () => {
    const { page } = opened;
    await open(good);
    await page.keyboard.press('m');
    await page.locator('.trace-map .node').nth(5).waitFor();
    await page.locator('.trace-map .node', { hasText: 'receipts' }).click();
    expect(await page.locator(selected).innerText()).toContain('S3 PutObject');
    await page.keyboard.press('r');
    await page.locator('.raw .json-line').first().waitFor();
    expect(await page.locator('.raw').textContent()).toContain('"name": "shop"');
    await page.keyboard.press('Escape');
    await page.locator(row).first().waitFor();
  });

  test('grows while its documents come', async () => {
    const { page, put } = opened;
    const [root, ...others] = shopTrace(good === orders[0] ? 1 : 0, now + 5).map((document) => ({ ...document }));
    if (root === undefined) throw new Error('no root');
    put([root]);
    await opened.go(`#/traces/${root.trace_id}`);
    await page.locator(row).first().waitFor();
    expect(await page.locator(row).count()).toBe(1);
    put(others);
    await page.waitForFunction(
      (count) => document.querySelectorAll('.timeline-rows .row').length === count,
      others.length + 1,
    );
  });

  test('that is not there says so', async () => {
    const { page } = opened;
    await opened.go('#/traces/1-00000000-000000000000000000000000');
    await page.getByText('This trace is not here').waitFor();
  });

  test('of ten thousand subsegments keeps few of them in the page, wherever one is', async () => {
    const { page, put } = opened;
    const large = largeTrace(10_000, now - 30);
    put(large);
    await opened.go(`#/traces/${large[0]?.trace_id}`);
    await page.getByText('10,000 documents').waitFor();
    await page.locator('.mini-map').waitFor();
    for (const key of ['End', 'e', 'e', 'Home', 'E']) {
      await page.keyboard.press(key);
      await page.locator(selected).waitFor();
      const box = await page.locator(selected).boundingBox();
      expect(box?.y).toBeGreaterThan(0);
      expect(box?.y).toBeLessThan(900);
      expect(await page.locator(row).count()).toBeLessThan(80);
    }
    await page.locator('.timeline-rows').evaluate((rows) => rows.scrollTo(0, 150_000));
    await page.waitForFunction(() => Number(document.querySelector('.timeline-rows .row')?.id.slice(4)) > 4900);
  });
});
