import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LintResult } from '../../../src/local/api/console-api.ts';
import { shopTrace } from '../sample-traces.ts';
import { isBrowserMissing, openConsole, type OpenConsole } from './open-console.ts';

const now = Date.now() / 1000;

describe.skipIf(isBrowserMissing)('the lint', () => {
  let opened: OpenConsole;
  beforeAll(async () => {
    opened = await openConsole();
  });
  afterEach(async () => {
    expect(opened.complaints).toEqual([]);
    await opened.page.unrouteAll();
    await opened.go('#/cost');
  });
  afterAll(() => opened.close());

  test('says what to do while there are no traces', async () => {
    const { page, go } = opened;
    await go('#/lint');
    await page.getByText('npx otel-xray dev -- node app.js').waitFor();
    expect(await page.getByText('Nothing to mend').count()).toBe(0);
  });

  test('claims nothing of traces that it has not read, and reads on by itself', async () => {
    const { page, go } = opened;
    const answers: readonly LintResult[] = [
      { findings: [], counts: {}, lintedTraces: 1, traceCount: 402 },
      { findings: [], counts: {}, lintedTraces: 402, traceCount: 402 },
    ];
    let isHeld = true;
    await page.route('**/console/lint', (route) => route.fulfill({ json: answers[isHeld ? 0 : 1] }));
    await go('#/lint');
    await page.getByText('The youngest 1 of 402 traces read so far').waitFor();
    await page.getByRole('heading', { name: 'Nothing to mend so far' }).waitFor();
    isHeld = false;
    await page.getByText('402 traces read').waitFor();
    await page.getByRole('heading', { name: 'Nothing to mend', exact: true }).waitFor();
  });

  test('shows what is alike once, with how often, and leads to the youngest', async () => {
    const { page, put, go } = opened;
    put(...Array.from({ length: 60 }, (_, index) => shopTrace(index, now - 90 + index)));
    await go('#/lint');
    await page.getByText('60 traces read').waitFor();
    const rows = await page.locator('.lint-line').allInnerTexts();
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.length).toBeLessThan(6);
    expect(rows.join('\n')).toMatch(/looks like a secret\.\s+\d+ ×/);
    await page.locator('.lint-line').first().click();
    await page.locator('.timeline-rows .row[aria-selected="true"]').waitFor();
  });
});
