import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shopTrace, wideTrace } from '../sample-traces.ts';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

const now = Date.now() / 1000;

describe.skipIf(isBrowserMissing)('the map', () => {
  let opened: OpenConsole;
  beforeAll(async () => {
    opened = await openConsole();
    opened.put(...Array.from({ length: 120 }, (_, index) => shopTrace(index, now - 240 + index)));
  });
  beforeEach(async () => {
    await opened.go('#/service-map');
    await opened.page.locator('.node').first().waitFor();
  });
  afterEach(() => expect(opened.complaints).toEqual([]));
  afterAll(() => opened.close());

  const node = (name: string): ReturnType<OpenConsole['page']['locator']> =>
    opened.page.locator('.node', { has: opened.page.locator('title', { hasText: new RegExp(`^${name}$`) }) });

  test('shows clients, services, AWS and databases with rate, latency and how requests ended', async () => {
    const { page } = opened;
    await page.locator('.node').nth(7).waitFor();
    const words = await page
      .locator('.node')
      .evaluateAll((nodes) => nodes.map((each) => each.getAttribute('aria-label') ?? ''));
    expect(words.find((text) => text.startsWith('Client'))).toBe('Client, Client');
    expect(words.find((text) => text.startsWith('shop, '))).toMatch(
      /^shop, ECS fargate, [\d.]+ ms, [\d.]+\/(?:min|s), Fault [\d.]+ %$/,
    );
    expect(words.find((text) => text.startsWith('prices, '))).toMatch(/^prices, DynamoDB table, /);
    expect(words.find((text) => text.startsWith('orders, '))).toMatch(/^orders, SQS queue, /);
    expect(words.find((text) => text.startsWith('shop@'))).toMatch(/, SQL database, /);
    expect(await node('shop').locator('.ring').count()).toBeGreaterThan(2);
    expect(await node('shop').locator('.trouble').textContent()).toMatch(/^F [\d.]+ %$/);
    expect(await page.locator('.edge').count()).toBeGreaterThan(6);
    expect(await page.locator('.edge-label').first().textContent()).toMatch(/\d.*\//);
  });

  test("tells a node's figures, and leads to its traces", async () => {
    const { page } = opened;
    await node('pricing').click();
    const panel = page.getByRole('complementary', { name: 'pricing' });
    await panel.waitFor();
    expect(await panel.innerText()).toMatch(/Requests[^]*Rate[^]*Average[^]*p95[^]*Response time/);
    await panel.getByRole('link', { name: 'Throttle' }).click();
    await page.locator('.table-rows .trace-row').first().waitFor();
    expect(await page.getByLabel('Filter expression').inputValue()).toBe('service("pricing") { throttle }');
  });

  test("filters by dragging over a node's histogram", async () => {
    const { page } = opened;
    await node('shop').click();
    const box = await page.locator('.map-panel .histogram').boundingBox();
    if (box === null) throw new Error('no histogram');
    await page.mouse.move(box.x + box.width * 0.1, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => location.hash.startsWith('#/traces?filter=service'));
    await page.locator('.table-rows .trace-row').first().waitFor();
  });

  test('moves nothing while only figures change', async () => {
    const { page, put } = opened;
    await page.locator('.node').nth(7).waitFor();
    const places = (): Promise<(string | null)[]> =>
      page.locator('.node').evaluateAll((nodes) => nodes.map((each) => each.getAttribute('style')));
    const figures = await node('shop').getAttribute('aria-label');
    const before = await places();
    put(...Array.from({ length: 30 }, (_, index) => shopTrace(500 + index, now - 20)));
    await page.waitForFunction(
      (text) => ![...document.querySelectorAll('.node')].some((each) => each.getAttribute('aria-label') === text),
      figures,
    );
    expect(await places()).toEqual(before);
  });

  test('is zoomed and panned by keyboard and wheel, and all of it shown again', async () => {
    const { page } = opened;
    const transform = (): Promise<string | null> => page.locator('.map-canvas > g').getAttribute('transform');
    const whole = await transform();
    await page.keyboard.press('w');
    await page.keyboard.press('d');
    await page.mouse.move(500, 500);
    await page.mouse.wheel(0, -120);
    await page.waitForFunction(
      (text) => document.querySelector('.map-canvas > g')?.getAttribute('transform') !== text,
      whole,
    );
    await page.keyboard.press('0');
    await page.waitForFunction(
      (text) => document.querySelector('.map-canvas > g')?.getAttribute('transform') === text,
      whole,
    );
  });

  test('is used by keyboard alone: nodes take the focus, Enter opens, Escape closes', async () => {
    const { page } = opened;
    await node('prices').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'prices' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'prices' }).waitFor({ state: 'detached' });
  });

  test('of two hundred nodes is all in sight, names appear from near, and a node is found with its neighbours', async () => {
    const { page, put } = opened;
    put(wideTrace(200, now - 10));
    await page.locator('.node').nth(200).waitFor();
    await page.locator('.map-canvas[data-detail="low"]').waitFor();
    const frame = await page.locator('.map-frame').boundingBox();
    const boxes = await page
      .locator('.node .node-face')
      .evaluateAll((faces) => faces.map((face) => face.getBoundingClientRect().toJSON() as DOMRect));
    for (const { left, right, top, bottom } of boxes) {
      expect(left).toBeGreaterThanOrEqual(frame?.x ?? Infinity);
      expect(right).toBeLessThanOrEqual((frame?.x ?? 0) + (frame?.width ?? 0));
      expect(top).toBeGreaterThanOrEqual(frame?.y ?? Infinity);
      expect(bottom).toBeLessThanOrEqual((frame?.y ?? 0) + (frame?.height ?? 0));
    }
    const unnamed = page.locator('.node[data-named="false"]');
    const fewest = await unnamed.count();
    expect(fewest).toBeGreaterThan(20);
    const all = await page.locator('.node').count();
    await page.getByText(`${all - fewest} of ${all} names fit; zoom in for more`).waitFor();
    // Who does not see colours reads which are in trouble.
    const troubled = page.locator('.node[data-named="true"] .far-trouble');
    expect(await troubled.allTextContents()).toEqual(expect.arrayContaining(['E ', 'F ']));
    expect(boxes.some(({ right }) => right > (frame?.x ?? 0) + (frame?.width ?? 0) * 0.8)).toBe(true);
    // The names of its many neighbours would lie upon each other.
    await node('edge').hover({ force: true });
    await page.locator('.node[data-told="true"]').waitFor();
    expect(await page.locator('.node[data-near="true"]').count()).toBeGreaterThan(20);
    await page.mouse.move(0, 0);
    for (let step = 0; step < 3; step++) await page.keyboard.press('w');
    await expect.poll(() => unnamed.count()).toBeLessThan(fewest);
    await page.keyboard.press('/');
    await page.keyboard.type('table-61');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'table-61' }).waitFor();
    await page.locator('.map-canvas[data-detail="high"]').waitFor();
    const found = await node('table-61').boundingBox();
    expect(found?.x).toBeGreaterThan(0);
    expect(found?.y).toBeGreaterThan(100);
    expect(await page.locator('.node[data-near="true"] title').allTextContents()).toContain('table-61');
    expect(await page.locator('.node[data-near="true"]').count()).toBe(2);
  });
});
