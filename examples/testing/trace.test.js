const assert = require('node:assert');
const { after, before, test } = require('node:test');
const { startLocalXRay } = require('otel-xray/testing');
const { startApp } = require('./start-app.js');

let xray;
let app;

before(async () => {
  xray = await startLocalXRay();
  app = await startApp(xray.env);
});

after(async () => {
  await app?.stop();
  await xray?.close();
});

test('a broken request is a fault of the service', async () => {
  await fetch(`${app.url}/broken`);
  const trace = await xray.waitForTrace({
    filter: 'service("shop") { fault AND http.status = 500 }',
    timeoutMillis: 20_000,
  });
  assert.equal(trace.documents.length, 1);
});
