import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shopTrace } from '../sample-traces.ts';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

const now = Date.now() / 1000;
const row = '.table-rows .trace-row';

describe.skipIf(isBrowserMissing)('the list of traces', () => {
  let opened: OpenConsole;
  beforeAll(async () => {
    opened = await openConsole();
  });
  beforeEach(() => opened.go('#/traces'));
  afterEach(() => expect(opened.complaints).toEqual([]));
  afterAll(() => opened.close());

  test('says what to do until the first trace comes, and then shows it by itself', async () => {
    const { page, put } = opened;
    await page.getByText('Waiting for the first trace').waitFor();
    expect(await page.locator('.copy-line code').textContent()).toBe('npx otel-xray dev -- node app.js');
    expect(await page.locator('.endpoints').textContent()).toContain(opened.xray.grpcEndpoint);
    put(...Array.from({ length: 60 }, (_, index) => shopTrace(index, now - 300 + index)));
    await page.locator(row).first().waitFor();
    expect(await page.getByText('60 traces').isVisible()).toBe(true);
  });

  test('shows status, method, address, annotations and duration of each trace', async () => {
    const { page } = opened;
    const order = page.locator(row, { hasText: '/orders' }).first();
    await order.waitFor();
    const text = (await order.innerText()).replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/(?:201|500) POST \/orders/);
    expect(text).toContain('customer');
    expect(text).toMatch(/\d (?:ms|s)$/);
    expect(await order.getByRole('img').first().getAttribute('aria-label')).toMatch(/OK|Fault/);
  });

  test('hides secrets in addresses', async () => {
    const { page } = opened;
    const report = page.locator(row, { hasText: '/reports/daily' }).first();
    await report.waitFor();
    expect(await report.innerText()).toContain('token=••••••');
    expect(await page.content()).not.toContain('s3cr3tvalue');
  });

  test('is filtered by an expression, which stands in the address', async () => {
    const { page } = opened;
    await page.keyboard.press('/');
    await page.keyboard.type('http.status = 404');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('.table-rows .trace-row')];
      return rows.length > 0 && rows.every((each) => each.textContent.includes('404'));
    });
    expect(page.url()).toContain('#/traces?filter=http.status+%3D+404');
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.waitForFunction(() => location.hash === '#/traces');
  });

  test('of a link whose filter is wrong shows where, and does not say that nothing fits', async () => {
    const { page, go } = opened;
    await go('#/traces?filter=responsetme%20%3E%205');
    await page.getByText('Nothing was searched').waitFor();
    await page.locator('.filter-wrong', { hasText: 'responsetme' }).waitFor();
    await page.getByText('perhaps "responsetime"').waitFor();
    expect(await page.getByText('fits the filter').count()).toBe(0);
  });

  test('completes an expression, and underlines and explains what is wrong with it', async () => {
    const { page } = opened;
    await page.getByLabel('Filter expression').fill('http.sta');
    await page.locator('.completions li', { hasText: 'http.status' }).waitFor();
    expect(await page.locator('.filter-wrong').textContent()).toBe('http.sta');
    expect(await page.locator('#filter-words').isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    expect(await page.getByLabel('Filter expression').inputValue()).toMatch(/^http\.status/);
    await page.getByLabel('Filter expression').fill('fault AND nonsense');
    await page.locator('.filter-wrong').waitFor();
    expect(await page.locator('.filter-wrong').textContent()).toContain('nonsense');
    expect((await page.locator('#filter-words').innerText()).length).toBeGreaterThan(10);
    await page.getByLabel('Filter expression').fill('');
    await page.keyboard.press('Escape');
  });

  test('is narrowed by dragging over the histogram', async () => {
    const { page } = opened;
    const bars = page.locator('.spread .histogram');
    await page.locator('.histogram-bar').first().waitFor();
    const box = await bars.boundingBox();
    if (box === null) throw new Error('no histogram');
    await page.mouse.move(box.x + box.width * 0.2, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => location.hash.includes('responsetime'));
    expect(await page.getByLabel('Filter expression').inputValue()).toMatch(
      /^responsetime >= [\d.]+ AND responsetime <= [\d.]+$/,
    );
    await page.getByRole('button', { name: 'All response times' }).click();
    await page.waitForFunction(() => location.hash === '#/traces');
  });

  test('is narrowed by keys too', async () => {
    const { page } = opened;
    await page.locator('.spread .histogram').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key);
    expect(await page.locator('.histogram-brush').innerText()).toMatch(/^[\d.]+ \w+ – [\d.]+ \w+$/);
    await page.keyboard.press('Escape');
    await page.locator('.histogram-brush').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash.includes('responsetime'));
    await page.getByRole('button', { name: 'All response times' }).click();
    await page.waitForFunction(() => location.hash === '#/traces');
  });

  test('is gone through and opened by keyboard, and Escape comes back', async () => {
    const { page } = opened;
    await page.locator(row).first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await page.locator(`${row}[data-selected="true"]`).getAttribute('id')).toBe('trace-0');
    await page.keyboard.press('Enter');
    await page.locator('.timeline-rows .row').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator(row).first().waitFor();
    expect(await page.evaluate(() => location.hash)).toBe('#/traces');
  });

  test('does not move under the pointer: what is new waits and is announced', async () => {
    const { page, put } = opened;
    await page.locator(row).first().waitFor();
    const before = await page.locator(row).first().innerText();
    await page.locator(row).first().hover();
    put(shopTrace(1001, now + 1), shopTrace(1002, now + 2));
    const announcement = page.getByRole('button', { name: '2 new traces' });
    await announcement.waitFor();
    expect(await page.locator(row).first().innerText()).toBe(before);
    await announcement.click();
    await page.waitForFunction(
      (text) => document.querySelector<HTMLElement>('.table-rows .trace-row')?.innerText !== text,
      before,
    );
    await page.mouse.move(5, 5);
  });

  test('shifts nothing while traces come in', async () => {
    const { page, put } = opened;
    await page.locator(row).first().waitFor();
    await page.evaluate(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
      }).observe({ type: 'layout-shift' });
    });
    for (let index = 0; index < 5; index++) {
      const before = await page.locator(row).first().innerText();
      put(shopTrace(2000 + index * 7, now + 10 + index));
      await page.waitForFunction(
        (text) => document.querySelector<HTMLElement>('.table-rows .trace-row')?.innerText !== text,
        before,
      );
    }
    expect(await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)).toEqual([]);
  });

  test('stands still while live updates are paused', async () => {
    const { page, put } = opened;
    await page.locator(row).first().waitFor();
    await page.keyboard.press('.');
    await page.getByRole('button', { name: 'Paused' }).waitFor();
    const count = page.locator('.spread .quiet').first();
    const before = await count.innerText();
    // A second ear, which tells when the page's own has heard of the trace and could have asked for it.
    const ear = await page.evaluateHandle(async () => {
      const stream = new EventSource('console/events');
      const heard = new Promise((resolve) => stream.addEventListener('traces', resolve));
      await new Promise((resolve) => stream.addEventListener('open', resolve));
      return { heard };
    });
    put(shopTrace(3000, now + 30));
    await ear.evaluate(async ({ heard }) => void (await heard));
    await page.waitForTimeout(300);
    expect(await count.innerText()).toBe(before);
    await page.keyboard.press('.');
    await page.waitForFunction(
      (text) => document.querySelector<HTMLElement>('.spread .quiet')?.innerText !== text,
      before,
    );
  });
});
