/**
 * How long the console takes to show a trace of 10,000 subsegments: from the click to the painted timeline, median of
 * several, in Debian's Chromium without a GPU. The goal is 400 ms. `npm run bench:console`
 */
import path from 'node:path';
import { openBrowser } from '../../scripts/screenshots/open-browser.ts';
import { startLocal } from '../../src/local/start-local.ts';
import { largeTrace } from '../../test/console/sample-traces.ts';

const RUNS = 7;
const SUBSEGMENTS = 10_000;
const GOAL_MILLIS = 400;

const xray = await startLocal({
  grpcPort: 0,
  httpPort: 0,
  xrayPort: 0,
  consoleFolder: path.resolve(import.meta.dirname, '../../package/console'),
});
const browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
try {
  const trace = largeTrace(SUBSEGMENTS, Date.now() / 1000 - 60);
  xray.put(trace.map((document) => ({ document })));
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto(`${xray.xrayEndpoint}/#/lint`);
  await page.locator('h1').waitFor();
  const times: { data: number; painted: number }[] = [];
  for (let run = 0; run < RUNS; run++) {
    const measured = await page.evaluate(async (hash) => {
      const fetched = performance.getEntriesByType('resource').length;
      const began = performance.now();
      location.hash = hash;
      while (document.querySelector('.timeline-rows .row') === null)
        await new Promise((resolve) => requestAnimationFrame(resolve));
      // The frame that has the rows is painted before the next one begins.
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const painted = performance.now();
      const answers = performance.getEntriesByType('resource').slice(fetched) as PerformanceResourceTiming[];
      const answer = answers.find(({ name }) => name.includes('/console/trace/'));
      return { data: (answer?.responseEnd ?? began) - began, painted: painted - began };
    }, `#/traces/${trace[0]?.trace_id}`);
    times.push(measured);
    await page.evaluate(() => (location.hash = '#/lint'));
    await page.locator('.timeline').waitFor({ state: 'detached' });
  }
  const median = (values: number[]): number =>
    values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
  const whole = median(times.map(({ painted }) => painted));
  const afterData = median(times.map(({ data, painted }) => painted - data));
  console.log(`${SUBSEGMENTS} subsegments, ${RUNS} runs, median: ${Math.round(whole)} ms from click to paint,`);
  console.log(`of which ${Math.round(afterData)} ms after the data was there (goal: < ${GOAL_MILLIS} ms to paint).`);
} finally {
  await browser.close();
  await xray.close();
}
