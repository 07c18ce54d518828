// Does one thing for each setting of otel-xray, reports what it saw, and ends.
const http = require('node:http');
const { createRequire } = require('node:module');
const net = require('node:net');
const path = require('node:path');
const { logs, metrics, propagation, context, SpanKind, trace } = require('@opentelemetry/api');
const express = require('express');

const xray = createRequire(path.join(process.cwd(), 'app.js'))('otel-xray');
const tracer = trace.getTracer('settings');
const report = {
  counter: metrics.getMeter('settings').createCounter('requests').constructor.name,
  logger: logs.getLogger('settings').constructor.name,
};
const downstream = http.createServer((request, response) => {
  report.downstream = request.headers;
  response.end('done');
});
const app = express();
app.get('/orders/:id', (_request, response) => {
  tracer.startActiveSpan('work', (span) => {
    for (let index = 0; index < 200; index += 1) span.setAttribute(`number.${index}`, index);
    span.setAttribute('number.0', 'x'.repeat(300));
    span.setAttribute('card', '4111');
    const attributes = { one: 1, two: 2 };
    for (let index = 0; index < 3; index += 1) span.addEvent('event', attributes);
    const links = [1, 2, 3].map((index) => ({
      context: { traceId: '5759e988bd862e3fe1be46a994272793', spanId: `53995c3f42cd8ad${index}`, traceFlags: 1 },
      attributes,
    }));
    span.addLinks(links);
    const { port } = downstream.address();
    const withBaggage = propagation.setBaggage(context.active(), propagation.createBaggage({ who: { value: 'me' } }));
    context.with(withBaggage, () => {
      http.get({ host: '127.0.0.1', port, path: '/downstream', agent: false }, (answer) => {
        answer.resume().on('end', () => {
          span.end();
          response.end('ordered');
        });
      });
    });
  });
});
app.get(['/continued', '/healthz'], (_request, response) => response.end('here'));

try {
  xray.annotate('nobody', 'listens');
  report.missing = 'nothing';
} catch (error) {
  report.missing = error.message;
}
const server = http.createServer(app).listen(0, '127.0.0.1', () => downstream.listen(0, '127.0.0.1', askAll));

// Over a bare socket, so that the requests come from nobody who is traced.
function ask(requestPath, headers) {
  return new Promise((resolve, reject) => {
    let text = '';
    const lines = [`GET ${requestPath} HTTP/1.1`, 'host: shop.example', 'connection: close', ...headers];
    const socket = net.connect(server.address().port, '127.0.0.1', () => {
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
    socket.setEncoding('utf8').on('data', (piece) => (text += piece));
    socket.on('end', () => resolve(text)).on('error', reject);
  });
}

async function askAll() {
  report.answer = await ask('/orders/17', []);
  await ask('/continued', [
    'x-amzn-trace-id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  ]);
  await ask('/healthz', ['user-agent: ELB-HealthChecker/2.0']);
  const query = { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT 1' };
  tracer.startSpan('query', { kind: SpanKind.CLIENT, attributes: query }).end();
  for (let index = 0; index < 20; index += 1) tracer.startSpan(`burst ${index}`).end();
  console.log(JSON.stringify({ ...report, environment: process.env }));
  // What is sent at once goes until the test has seen it; what waits for the end of the process is sent there.
  await new Promise((resolve) => process.stdin.on('end', resolve).resume());
  server.close();
  downstream.close();
}
