// The service that is soaked: HTTP in and out, uploads cut off, upgrades, errors. Its parent asks it for samples by IPC.
const http = require('node:http');
const { createRequire } = require('node:module');
const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { trace } = require('@opentelemetry/api');

const xray = createRequire(path.join(__dirname, '../../app.js'))('otel-xray');
const tracer = trace.getTracer('soak');
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
const delay = monitorEventLoopDelay({ resolution: 1 });
let handled = 0;
/** Grows with SOAK_LEAK=1, to see that this bench finds a leak. */
const kept = [];

const downstream = http.createServer((_request, response) => response.end('{"items":[1,2,3]}'));
/** Nobody listens there, and no connection gets it as its own port: one that a system hands out could meet itself. */
const CLOSED_PORT = 1;
const routes = {
  '/work': (_request, response) => {
    xray.annotate('customer', 'c-17');
    http.get({ host: '127.0.0.1', port: downstream.address().port, path: '/items', agent }, (answer) => {
      answer.setEncoding('utf8');
      let body = '';
      answer.on('data', (text) => (body += text)).on('end', () => response.end(body));
    });
  },
  // Long enough for its caller to lose patience.
  '/slow': (_request, response) => void setTimeout(() => response.end('late'), 40),
  '/error': (_request, response) => {
    const request = http.get({ host: '127.0.0.1', port: CLOSED_PORT, path: '/nobody', agent: false });
    request.on('error', (error) => {
      xray.recordException(error);
      response.statusCode = 500;
      response.end('failed');
    });
  },
};
const server = http.createServer((request, response) => {
  handled += 1;
  if (process.env.SOAK_LEAK) kept.push(Buffer.alloc(0), { ...request.headers });
  routes[request.url](request, response);
});
server.on('upgrade', (_request, socket) => {
  handled += 1;
  socket.on('error', () => {});
  socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n');
  socket.on('data', (piece) => socket.write(piece)).on('end', () => socket.end());
});
for (const each of [server, downstream]) each.keepAliveTimeout = 3_600_000;

/** Spans without requests: exactly as many as were asked for. */
async function makeSpans(count) {
  for (let made = 0; made < count; made += 1) {
    tracer.startSpan('counted').end();
    if (made % 500 === 499) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What is left after everything that can be collected was; the delay is of the time since the last sample. */
async function sample() {
  const p99Millis = delay.percentile(99) / 1e6;
  // Spans that wait for their export are no leak.
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    global.gc();
  }
  const emitters = [process, server, downstream, agent];
  const listeners = emitters.flatMap((emitter) => emitter.eventNames().map((name) => emitter.listenerCount(name)));
  return {
    heapBytes: process.memoryUsage().heapUsed,
    rssBytes: process.memoryUsage.rss(),
    handles: process.getActiveResourcesInfo().filter((name) => name !== 'Timeout').length,
    listeners: listeners.reduce((sum, count) => sum + count, 0),
    handled,
    p99Millis,
  };
}

process.on('message', async ({ ask, count }) => {
  if (ask === 'spans') await makeSpans(count);
  const answer = ask === 'delay' ? {} : await sample();
  delay.enable();
  delay.reset();
  process.send(answer);
});
process.on('disconnect', () => {
  for (const each of [server, downstream]) {
    each.close();
    each.closeAllConnections();
  }
  agent.destroy();
});
downstream.listen(0, '127.0.0.1', () => {
  server.listen(0, '127.0.0.1', () => {
    process.send({ port: server.address().port });
  });
});
