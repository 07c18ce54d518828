// A worker thread serves a request and then ends, or is ended, in the way that argv[2] names; the main thread tells how.
const { isMainThread, parentPort, Worker } = require('node:worker_threads');
const { ask, serveOne } = require('./serve-one.cjs');

const ways = {
  'an empty event loop of a thread': (close) => close(),
  'process.exit() in a thread': () => process.exit(3),
  'an uncaught exception in a thread': () => {
    throw new Error('uncaught');
  },
};

/** What the main thread does when the other one has served and waits. */
const endings = {
  'terminate() of a thread': (worker) => void worker.terminate(),
  'process.exit() while a thread waits': () => process.exit(4),
  'SIGTERM while a thread waits': () => ask('SIGTERM'),
};

if (isMainThread) {
  const worker = new Worker(__filename, { argv: process.argv.slice(2) });
  worker.on('error', ({ message }) => console.log('error', message));
  worker.on('exit', (code) => console.log('exit', code));
  worker.on('message', () => endings[process.argv[2]](worker));
} else {
  // The server that it leaves open keeps it waiting.
  serveOne(ways[process.argv[2]] ?? (() => parentPort.postMessage('served')));
}
