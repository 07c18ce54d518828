// A parent whose child serves a request and then ends in the way that argv[2] names; the parent tells how.
const { fork } = require('node:child_process');
const cluster = require('node:cluster');
const { serveOne } = require('./serve-one.cjs');

const way = process.argv[2];
const childWays = {
  'worker.process.kill()': () => process.send('ready'),
  'worker.kill()': () => process.send('ready'),
  'worker.disconnect()': (close) => {
    close();
    process.send('ready');
  },
  'process.exit() in a worker': () => process.exit(3),
  'an uncaught exception in a worker': () => {
    throw new Error('uncaught');
  },
  'child.kill()': () => process.send('ready'),
  'child.kill() with a handler': (close) => {
    process.on('SIGTERM', () => {
      process.exitCode = 7;
      process.disconnect();
      close();
    });
    process.send('ready');
  },
  'child.disconnect()': (close) => {
    process.on('disconnect', close);
    process.send('ready');
  },
  'process.exit() in a child': () => process.exit(3),
};
const parentWays = {
  'worker.process.kill()': (worker) => worker.process.kill('SIGTERM'),
  'worker.kill()': (worker) => worker.kill(),
  'worker.disconnect()': (worker) => worker.disconnect(),
  'child.kill()': (child) => child.kill(),
  'child.kill() with a handler': (child) => child.kill(),
  'child.disconnect()': (child) => child.disconnect(),
};

if (process.send) {
  serveOne(childWays[way]);
} else {
  const child = way.includes('worker') ? cluster.fork() : fork(__filename, [way]);
  child.on('message', () => parentWays[way](child));
  child.on('exit', (code, signal) => console.log('exit', code, signal));
}
