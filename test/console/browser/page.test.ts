import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { shopTrace } from '../sample-traces.ts';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

const now = Date.now() / 1000;
const PAYLOAD = '<img src=x onerror=alert(1)><script>alert(2)</script>';

/** A trace whose every text tries to be more than text. */
const hostile = {
  id: 'ba5eba11ba5eba11',
  trace_id: '1-5759e988-bd862e3fe1be46a994272793',
  name: PAYLOAD,
  start_time: now,
  end_time: now + 1,
  fault: true,
  user: 'javascript:alert(3)',
  http: { request: { method: PAYLOAD, url: 'javascript:alert(4)' }, response: { status: 500 } },
  annotations: { evil: PAYLOAD, link: 'javascript:alert(5)' },
  metadata: { [PAYLOAD]: { [PAYLOAD]: PAYLOAD } },
  sql: { sanitized_query: PAYLOAD, url: 'javascript:alert(6)' },
  cause: {
    exceptions: [{ id: '1', type: PAYLOAD, message: PAYLOAD, stack: [{ path: PAYLOAD, label: PAYLOAD, line: 1 }] }],
  },
  links: [{ trace_id: 'javascript:alert(7)', id: '"><b>' }],
};

describe.skipIf(isBrowserMissing)('the console', () => {
  let opened: OpenConsole;
  beforeAll(async () => {
    opened = await openConsole();
    opened.put(shopTrace(3, now - 5), [hostile]);
    await opened.page.locator('.table-rows .trace-row').nth(1).waitFor();
  });
  afterEach(() => expect(opened.complaints).toEqual([]));
  afterAll(() => opened.close());

  test('makes no element, script or link of what a trace says', async () => {
    const { page, go } = opened;
    await go('#/service-map');
    await page.locator('.node').nth(1).waitFor();
    await go(`#/traces/${hostile.trace_id}`);
    await page.locator('.timeline-rows .row').first().waitFor();
    for (const name of ['Overview', 'Resources', 'Annotations', 'Metadata', 'Exceptions', 'SQL', 'Raw']) {
      await page.getByRole('tab', { name }).click();
      const found = await page.evaluate(() => ({
        images: document.querySelectorAll('img, iframe, object, embed, b b').length,
        scripts: [...document.scripts].filter(({ src }) => !src.startsWith(location.origin)).length,
        links: [...document.links]
          .filter(({ href }) => !href.startsWith(`${location.origin}/#`))
          .map(({ href }) => href),
      }));
      expect(found).toEqual({ images: 0, scripts: 0, links: [] });
    }
    await page.getByRole('tab', { name: 'Exceptions' }).click();
    expect(await page.locator('.exception').innerText()).toContain(PAYLOAD);
  });

  test('works under a policy that lets no string become HTML or script', async () => {
    const { page } = opened;
    const policy = await page.evaluate(async () =>
      (await fetch(location.pathname)).headers.get('content-security-policy'),
    );
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("script-src 'self'");
    const outcome = await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<i>';
        return 'HTML';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(outcome).toBe('TypeError');
    await expect.poll(() => opened.complaints).toEqual(['violates require-trusted-types-for']);
    (opened.complaints as string[]).length = 0;
  });

  test('asks nobody but the local X-Ray', async () => {
    const { page, go } = opened;
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    for (const hash of [
      '#/traces',
      '#/service-map',
      '#/sampling',
      '#/lint',
      '#/cost',
      `#/traces/${hostile.trace_id}`,
    ]) {
      await go(hash);
      await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => {});
    }
    expect([...asked]).toEqual([opened.xray.xrayEndpoint]);
  });

  test('says which keys it knows', async () => {
    const { page } = opened;
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    expect(await page.getByRole('dialog').innerText()).toContain('Next error');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  test('goes from view to view by two keys', async () => {
    const { page } = opened;
    for (const [key, hash] of [
      ['m', '#/service-map'],
      ['s', '#/sampling'],
      ['l', '#/lint'],
      ['c', '#/cost'],
      ['t', '#/traces'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForFunction((wanted) => location.hash.startsWith(wanted), hash);
    }
  });

  test('is light or dark as the system, or as one likes', async () => {
    const { page } = opened;
    const paper = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await paper();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await paper();
    expect(dark).not.toBe(light);
    await page.keyboard.press('t');
    expect(await paper()).toBe(light);
    await page.keyboard.press('t');
    expect(await paper()).toBe(dark);
    await page.reload();
    expect(await paper()).toBe(dark);
    await page.keyboard.press('t');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await paper()).toBe(light);
  });

  test.each([390, 1024, 1440])('needs no scrolling sideways at %i pixels', async (width) => {
    const { page, go } = opened;
    await page.setViewportSize({ width, height: 844 });
    for (const hash of [
      '#/traces',
      '#/service-map',
      '#/sampling',
      '#/lint',
      '#/cost',
      `#/traces/${hostile.trace_id}`,
    ]) {
      await go(hash);
      await page.locator('#view > *').waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, hash).toBe(0);
      const head = await page.evaluate(() =>
        [...document.querySelectorAll('.traces-head, .map-head, .trace-head, .header')].map(
          (each) => each.scrollWidth - each.clientWidth,
        ),
      );
      expect(Math.max(...head), hash).toBeLessThanOrEqual(1);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
