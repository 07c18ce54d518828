/**
 * The service whose CPU is measured: Express, one downstream call per request. Plain CommonJS, so that every subject
 * sees the same application. Prints its port; answers each line on stdin with the CPU that it
 * has used so far, and `{"ask":"heap"}` with the heap that is left after a collection.
 */
const nodeModule = require('node:module');
const path = require('node:path');
const fromPeer = nodeModule.createRequire(path.join(process.env.BENCH_PEER ?? __dirname, 'index.js'));
const xray = process.env.BENCH_XRAY_SDK ? fromPeer('aws-xray-sdk') : undefined;
if (xray) {
  const rate = Number(process.env.BENCH_XRAY_SDK);
  xray.middleware.disableCentralizedSampling();
  xray.middleware.setSamplingRules({ version: 2, default: { fixed_target: 0, rate }, rules: [] });
  xray.captureHTTPsGlobal(require('node:http'), true);
}
const http = require('node:http');
const express = require('express');

const downstream = Number(process.env.BENCH_DOWNSTREAM);
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function call() {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port: downstream, path: '/items?limit=3', agent }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text) => (body += text));
        answer.on('end', () => resolve(body));
      })
      .on('error', reject);
  });
}

const app = express();
if (xray) app.use(xray.express.openSegment('bench'));
app.get('/orders/:id', async (request, response) => {
  response.json({ id: request.params.id, items: JSON.parse(await call()) });
});
if (xray) app.use(xray.express.closeSegment());

const server = http.createServer(app);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
process.stdin.setEncoding('utf8').on('data', (question) => {
  const { user, system } = process.cpuUsage();
  const micros = user + system;
  if (!question.includes('heap')) return console.log(JSON.stringify({ micros, user }));
  globalThis.gc?.();
  console.log(JSON.stringify({ micros, user, heapBytes: process.memoryUsage().heapUsed }));
});
process.stdin.on('end', () => process.exit());
