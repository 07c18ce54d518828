import path from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { hasBrowser, openBrowser } from '../../../scripts/screenshots/open-browser.ts';
import { type LocalXRay, startLocal, type StartLocalOptions } from '../../../src/local/start-local.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { root } from '../../support/run-app.ts';

/** Where there is no Chromium these tests are skipped, except in CI, which installs it. */
export const isBrowserMissing = !hasBrowser() && process.env['CI'] !== 'true';

/** A local X-Ray with its console open in a browser. */
export interface OpenConsole {
  readonly xray: LocalXRay;
  readonly page: Page;
  /** Takes documents as if they had been sent. */
  readonly put: (...traces: readonly (readonly SegmentDocument[])[]) => void;
  /** Goes to a place of the console, such as `#/traces`. */
  readonly go: (hash: string) => Promise<void>;
  /** What went wrong in the page so far: errors, and what the content security policy stopped. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Starts a local X-Ray on free ports and opens its built console at `#/traces`. */
export async function openConsole(
  options: BrowserContextOptions = {},
  local: StartLocalOptions = {},
): Promise<OpenConsole> {
  const xray = await startLocal({
    ...local,
    grpcPort: 0,
    httpPort: 0,
    xrayPort: 0,
    consoleFolder: path.join(root, 'package/console'),
  });
  const browser = await openBrowser({ viewport: { width: 1440, height: 900 }, ...options });
  const { page, complaints } = await openPage(browser);
  await page.goto(`${xray.xrayEndpoint}/#/traces`);
  return {
    xray,
    page,
    complaints,
    put: (...traces) => {
      for (const documents of traces) xray.put(documents.map((document) => ({ document })));
    },
    go: (hash) => goTo(page, hash),
    async close() {
      await browser.close();
      await xray.close();
    },
  };
}

/** A page that takes down what goes wrong in it. */
export async function openPage(browser: BrowserContext): Promise<{ page: Page; complaints: string[] }> {
  const complaints: string[] = [];
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.exposeFunction('noteViolation', (directive: string) => complaints.push(`violates ${directive}`));
  await page.addInitScript(() => {
    const { noteViolation } = globalThis as unknown as { noteViolation: (directive: string) => void };
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => noteViolation(violatedDirective));
  });
  return { page, complaints };
}

/** Changes the address within the page, as a link does. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((target) => {
    location.hash = target;
  }, hash);
}
