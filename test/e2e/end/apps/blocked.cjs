// Blocks its event loop for good: at once, or when it has served a request, as argv[2] says. argv[3] is the signal.
const { ask, serveOne } = require('./serve-one.cjs');

const [, , when, signal] = process.argv;
const block = () => {
  ask(signal);
  for (;;);
};

if (when === 'at once') block();
else serveOne(block);
