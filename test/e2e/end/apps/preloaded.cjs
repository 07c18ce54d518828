// Says in which threads it is loaded, at once: the process may stand still.
const { writeSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

writeSync(1, `loaded into ${isMainThread ? 'the main' : 'another'} thread\n`);
