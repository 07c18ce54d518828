// Runs with the process id 1, which the kernel protects from signals without a handler. argv[2] says whether there is one.
const { serveOne } = require('./serve-one.cjs');

serveOne(() => {
  if (process.argv[2] === 'a handler') process.on('SIGTERM', () => process.exit(8));
  process.kill(process.pid, 'SIGTERM');
  console.log('process', process.pid, 'goes on');
  setTimeout(() => process.exit(3), 100);
});
