import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startLocal } from '../../../src/local/start-local.ts';
import type * as olderTraces from '../../../src/local/store/older-traces.ts';
import { shopTrace } from '../sample-traces.ts';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

/** Reading stops after the youngest traces until it is let go on, however fast the machine is. */
const reading = vi.hoisted(() => ({ goOn: () => {} }));

vi.mock('../../../src/local/store/older-traces.ts', async (importActual) => {
  const { createOlderTraces } = await importActual<typeof olderTraces>();
  return {
    createOlderTraces(...given: Parameters<typeof createOlderTraces>) {
      const older = createOlderTraces(...given);
      const start = (millis: number): void => {
        older.start(1);
        older.stop();
        reading.goOn = () => older.start(millis);
      };
      return Object.create(older, { start: { value: start } }) as typeof older;
    },
  };
});

const TRACES = 3000;
const STILL_READ = 'Older traces are still being read';
const now = Date.now() / 1000;

describe.skipIf(isBrowserMissing)('the console while a file is still being read', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-older-'));
  const databaseFile = path.join(folder, 'traces.db');
  let opened: OpenConsole;
  beforeAll(async () => {
    const before = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0, archive: { databaseFile } });
    for (let index = 0; index < TRACES; index++) {
      before.put(shopTrace(index, now - TRACES + index).map((document) => ({ document })));
    }
    await before.close();
    opened = await openConsole({}, { archive: { databaseFile } });
  });
  afterAll(async () => {
    reading.goOn();
    await opened.close();
    rmSync(folder, { recursive: true });
  });

  test.each(['#/traces?timeRange=all', '#/service-map?timeRange=all', '#/lint'])('says so in %s', async (hash) => {
    const { page, go } = opened;
    await go(hash);
    await page.getByText(STILL_READ).waitFor();
    expect(Number(await page.getByLabel('Read of the file').getAttribute('value'))).toBeLessThan(1);
  });

  test('does not say that nothing fits a filter without saying that not all was read', async () => {
    const { page, go } = opened;
    await go('#/traces?timeRange=all&filter=service(%22nobody%22)');
    await page.getByText('No traces here').waitFor();
    await page.getByText(STILL_READ).waitFor();
  });

  test('shows the youngest traces meanwhile, and all of them when it has been read', async () => {
    const { page, go } = opened;
    await go('#/traces?timeRange=all');
    await page.locator('.trace-row', { hasText: '/' }).first().waitFor();
    const counted = page.getByText(`${new Intl.NumberFormat('en-US').format(TRACES)} traces`);
    expect(await counted.count()).toBe(0);
    reading.goOn();
    await counted.waitFor();
    await page.getByText(STILL_READ).waitFor({ state: 'detached' });
    expect(opened.complaints).toEqual([]);
  });
});
