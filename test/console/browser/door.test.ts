import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../../scripts/screenshots/open-browser.ts';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { root } from '../../support/run-app.ts';
import { shopTrace } from '../sample-traces.ts';
import { findFaults } from './find-faults.ts';
import { isBrowserMissing, openPage } from './open-console.ts';

const HOST = '127.0.0.2';
const TOKEN = 'a-token-of-this-test';

describe.skipIf(isBrowserMissing || process.platform !== 'linux')('the console on another machine', () => {
  let xray: LocalXRay;
  let browser: BrowserContext;
  let page: Page;
  let complaints: string[];
  let address: string;
  beforeAll(async () => {
    xray = await startLocal({
      grpcPort: 0,
      httpPort: 0,
      xrayPort: 0,
      remote: { host: HOST, token: TOKEN },
      consoleFolder: path.join(root, 'package/console'),
    });
    xray.put(shopTrace(1, Date.now() / 1000 - 5).map((document) => ({ document })));
    address = `http://${HOST}:${new URL(xray.xrayEndpoint).port}/`;
    browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
    ({ page, complaints } = await openPage(browser));
  });
  afterAll(async () => {
    await browser.close();
    await xray.close();
  });

  test('asks for the token, and takes no other', async () => {
    await page.goto(`${address}#/traces`);
    await page.getByText('This X-Ray asks for its token').waitFor();
    expect(await page.locator('.trace-row').count()).toBe(0);
    expect(await findFaults(page)).toEqual([]);
    await page.getByLabel('Token').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('This is not its token.').waitFor();
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.locator('.table-rows .trace-row').first().waitFor();
  });

  test('keeps what it got for it where no script sees it, and lives', async () => {
    expect(await page.evaluate(() => document.cookie + JSON.stringify([localStorage, sessionStorage]))).not.toContain(
      'otel-xray-',
    );
    await page.getByText('Live', { exact: true }).waitFor();
    xray.put(shopTrace(2, Date.now() / 1000).map((document) => ({ document })));
    await page.locator('.table-rows .trace-row').nth(1).waitFor();
    await page.reload();
    await page.locator('.table-rows .trace-row').nth(1).waitFor();
  });

  test('opens by the address that was printed, which then holds no token', async () => {
    await browser.clearCookies();
    await page.goto('about:blank');
    await page.goto(`${address}#token=${TOKEN}`);
    await page.locator('.table-rows .trace-row').first().waitFor();
    expect(page.url()).not.toContain(TOKEN);
    await page.goBack();
    expect(page.url()).toBe('about:blank');
    await page.goForward();
    expect(page.url()).not.toContain(TOKEN);
  });

  test('is not opened by a wrong one', async () => {
    await browser.clearCookies();
    await page.goto('about:blank');
    await page.goto(`${address}#token=${TOKEN}x`);
    await page.getByText('This X-Ray asks for its token').waitFor();
    expect(complaints).toEqual([]);
  });
});
