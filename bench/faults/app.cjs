// A service that serves what it is asked and then ends in the way that its argument names. It knows no tracing.
const http = require('node:http');

const [way] = process.argv.slice(2);
// The X-Ray SDK traces only where the application calls it; its folder puts the documented middleware here.
const wrap = globalThis.wrapHandler ?? ((handler) => handler);
const server = http.createServer(wrap((_request, response) => response.end('served')));

const handlers = {
  'SIGTERM, the application drains': () =>
    server.close(() => {
      process.exitCode = 5;
    }),
  'SIGTERM, the application exits': () => process.exit(7),
};
if (way in handlers) process.once('SIGTERM', handlers[way]);

const ends = {
  'event loop drained': () => server.close(),
  'process.exit(3)': () => process.exit(3),
  'SIGTERM, the event loop is blocked for good': () => {
    for (;;);
  },
  'uncaught exception': () =>
    setImmediate(() => {
      throw new Error('the end');
    }),
  'unhandled rejection': () => void Promise.reject(new Error('the end')),
};
if (way in ends) {
  process.stdin.once('data', () => {
    process.stdin.destroy();
    ends[way]();
  });
}
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
