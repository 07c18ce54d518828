import { startLocalXRay } from 'otel-xray/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp } from './start-app.js';

let xray;
let app;

beforeAll(async () => {
  xray = await startLocalXRay();
  app = await startApp(xray.env);
});

afterAll(async () => {
  await app?.stop();
  await xray?.close();
});

test('a request is one segment that went well', async () => {
  await fetch(`${app.url}/orders`);
  const trace = await xray.waitForTrace({ filter: 'service("shop") { ok }', timeoutMillis: 20_000 });
  expect(trace.summary.Http).toMatchObject({ HttpMethod: 'GET', HttpStatus: 200 });
}, 30_000);
