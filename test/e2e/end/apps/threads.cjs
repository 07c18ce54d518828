// A worker thread serves a request and then ends in the way that argv[2] names; the main thread tells how.
const { isMainThread, Worker } = require('node:worker_threads');
const { serveOne } = require('./serve-one.cjs');

const ways = {
  'an empty event loop of a thread': (close) => close(),
  'process.exit() in a thread': () => process.exit(3),
  'an uncaught exception in a thread': () => {
    throw new Error('uncaught');
  },
};

if (isMainThread) {
  const worker = new Worker(__filename, { argv: process.argv.slice(2) });
  worker.on('error', ({ message }) => console.log('error', message));
  worker.on('exit', (code) => console.log('exit', code));
} else {
  serveOne(ways[process.argv[2]]);
}
