// Blocks its event loop: for good, at once or when it has served a request, or for a while, as argv[2] says. argv[3] is
// the signal.
const { ask, serveOne } = require('./serve-one.cjs');

const [, , when, signal] = process.argv;
const block = () => {
  ask(signal);
  const end = performance.now() + (when === 'for a while' ? 500 : Infinity);
  while (performance.now() < end);
  // It ends by the signal alone, however late that comes.
  setInterval(() => {}, 1000);
};

if (when === 'at once') block();
else serveOne(block);
